#include "core/sandbox/scenarios/scenario.h"

#include "core/sandbox/scenarios/identityscenarios.h"
#include "core/sandbox/world/directory.h"
#include "core/sandbox/world/signedinperson.h"

#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

constexpr QLatin1StringView contosoTenant = "8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_L1;
constexpr QLatin1StringView fabrikamTenant = "1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f"_L1;
constexpr QLatin1StringView subscription = "5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d"_L1;

constexpr QLatin1StringView machineObjectId = "a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_L1;
constexpr QLatin1StringView terraformObjectId = "0badc0de-1122-4334-9556-778899001122"_L1;
constexpr QLatin1StringView terraformClientId = "c0ffee11-2233-4455-8677-8899aabbccdd"_L1;
constexpr QLatin1StringView monitorObjectId = "7e57ab1e-3344-4556-8778-99aabbccddee"_L1;

constexpr QLatin1StringView administratorObjectId = "0ad31127-5566-4778-899a-bbccddeeff00"_L1;
constexpr QLatin1StringView colleagueObjectId = "c011ea60-6677-4889-9aab-ccddeeff0011"_L1;

constexpr QLatin1StringView projectName = "Fabrikam-Fiber"_L1;
constexpr QLatin1StringView configurationDirectory = "/home/builder/infra"_L1;

// ---- Parts ---------------------------------------------------------------------------------------

// A secret of a scenario. It is easily recognised where it must not be: in any output.
QString plantedSecret(const QString &of)
{
    return u"signet-sandbox-secret-of-"_s + of;
}

QString userAssignedId(const QString &name)
{
    return u"/subscriptions/%1/resourceGroups/rg-identity/providers/Microsoft.ManagedIdentity/userAssignedIdentities/%2"_s
        .arg(subscription, name);
}

Member memberFor(const QString &objectId, const QString &name)
{
    return {.objectId = objectId,
            .storageKey = stableGuid(u"storage key "_s + objectId),
            .displayName = name,
            .accessLevel = u"express"_s,
            .groups = {u"[%1]\\Contributors"_s.arg(projectName)}};
}

Member personFor(const Person &person)
{
    Member member = memberFor(person.objectId, person.name);
    member.kind = Member::Kind::User;
    member.groups.clear();
    return member;
}

// Takes a member away, with everything that was given to it.
void removeMember(Organization *organization, const QString &objectId)
{
    std::erase_if(organization->members, [&](const Member &member) { return member.objectId == objectId; });
    for (Project &project : organization->projects)
        project.visibleTo.removeAll(objectId);
}

// The virtual machine vm-build with a system-assigned identity that is a member of contoso and sees
// its project. Every other scenario starts here.
World healthyWorld()
{
    World world;
    world.tenants = {{.id = contosoTenant, .name = u"Contoso"_s, .createdAt = 1500000000}};
    world.machine.name = u"vm-build"_s;
    world.machine.vmId = u"7d3a2f4e-0000-4111-8222-333344445555"_s;
    world.machine.resourceGroup = u"rg-build"_s;
    world.machine.subscriptionId = subscription;
    world.machine.location = u"westeurope"_s;
    world.machine.vmSize = u"Standard_D2s_v5"_s;
    world.machine.systemAssigned = machineObjectId;
    world.identities = {
        {.kind = ManagedIdentity::Kind::SystemAssigned,
         .name = u"vm-build"_s,
         .tenantId = contosoTenant,
         .objectId = machineObjectId,
         .clientId = u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s,
         .resourceId = world.machine.resourceId()},
        {.kind = ManagedIdentity::Kind::UserAssigned,
         .name = u"id-terraform"_s,
         .tenantId = contosoTenant,
         .objectId = terraformObjectId,
         .clientId = terraformClientId,
         .resourceId = userAssignedId(u"id-terraform"_s)},
        {.kind = ManagedIdentity::Kind::UserAssigned,
         .name = u"id-monitor"_s,
         .tenantId = contosoTenant,
         .objectId = monitorObjectId,
         .clientId = u"5eed5eed-4455-4667-9889-aabbccddeeff"_s,
         .resourceId = userAssignedId(u"id-monitor"_s)},
    };

    Organization contoso;
    contoso.name = u"contoso"_s;
    contoso.id = u"b7c9d1e3-5f60-4a72-9b84-0c6d8e1f3a59"_s;
    contoso.tenantId = contosoTenant;
    // Jane Doe administers contoso; John Roe is there to work, and may not change who else is.
    world.persons = {{.name = u"Jane Doe"_s,
                      .userPrincipalName = u"jane@contoso.example"_s,
                      .tenantId = contosoTenant,
                      .objectId = administratorObjectId,
                      .guestOf = {}},
                     {.name = u"John Roe"_s,
                      .userPrincipalName = u"john@contoso.example"_s,
                      .tenantId = contosoTenant,
                      .objectId = colleagueObjectId,
                      .guestOf = {}}};
    world.administrator = administratorObjectId;
    contoso.members = {memberFor(machineObjectId, u"vm-build"_s), personFor(world.persons[0]),
                       personFor(world.persons[1])};
    contoso.members[1].groups = {u"[contoso]\\Project Collection Administrators"_s};
    contoso.projects = {
        {.id = u"6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c"_s,
         .name = projectName,
         .description = u"What the build machine works on."_s,
         .visibleTo = {machineObjectId}},
        {.id = u"281f9a5b-af0d-49b4-a1df-fe6f5e5f84d0"_s,
         .name = u"Contoso-Payroll"_s,
         .description = {},
         .visibleTo = {}},
    };
    addUsualGroups(&contoso);
    contoso.accessTokens = {
        {.secret = simulatedAccessToken, .ownerObjectId = administratorObjectId, .scopes = {u"app_token"_s}},
        {.secret = simulatedReadingToken,
         .ownerObjectId = administratorObjectId,
         .scopes = {u"vso.project"_s}}};
    world.organizations = {contoso};
    world.applications = {{.name = u"Signet"_s,
                           .tenantId = contosoTenant,
                           .clientId = simulatedAppClientId,
                           .applicationObjectId = stableGuid(u"application Signet"_s),
                           .servicePrincipalObjectId = stableGuid(u"service principal Signet"_s),
                           .publicClient = true,
                           .redirectUris = {u"http://localhost"_s}}};
    return world;
}

// id-terraform takes the place of the system-assigned identity in the organization.
void makeTerraformMember(World *world)
{
    Organization &contoso = world->organizations.front();
    contoso.members.front() = memberFor(terraformObjectId, u"id-terraform"_s);
    contoso.projects.front().visibleTo = {terraformObjectId};
}

// ---- The configuration that Terraform runs with ---------------------------------------------------

QString requiredProviders(const QString &version)
{
    return u"terraform {\n"
           "  required_providers {\n"
           "    azuredevops = {\n"
           "      source  = \"microsoft/azuredevops\"\n"
           "      version = \"%1\"\n"
           "    }\n"
           "  }\n"
           "}\n"_s.arg(version);
}

QString lockFile(const QString &version)
{
    return u"provider \"registry.terraform.io/microsoft/azuredevops\" {\n"
           "  version     = \"%1\"\n"
           "  constraints = \">= 1.11.2, < 2.0.0\"\n"
           "}\n"_s.arg(version);
}

QString providerBlock(const QString &arguments)
{
    return u"provider \"azuredevops\" {\n"
           "  org_service_url = \"https://dev.azure.com/contoso\"\n"_s
        + arguments + u"}\n"_s;
}

const QString projectInUse = u"data \"azuredevops_project\" \"fiber\" {\n"
                             "  name = \"Fabrikam-Fiber\"\n"
                             "}\n"_s;

// As the guide of the provider has it: the managed identity, and nobody else.
const QString usesManagedIdentity = u"  use_msi         = true\n"
                                    "  use_cli         = false\n"_s;

QJsonObject configuration(const QString &arguments, const QString &version = u"1.16.0"_s)
{
    const QString directory = configurationDirectory + u'/';
    return {{directory + u"terraform.tf"_s, requiredProviders(u">= 1.11.2, < 2.0.0"_s)},
            {directory + u".terraform.lock.hcl"_s, lockFile(version)},
            {directory + u"providers.tf"_s, providerBlock(arguments)},
            {directory + u"main.tf"_s, projectInUse}};
}

QJsonObject merged(QJsonObject all, const QJsonObject &more)
{
    for (auto it = more.begin(); it != more.end(); ++it)
        all.insert(it.key(), it.value());
    return all;
}

// The scenario's machine with other files beside those it has.
void addFiles(QJsonObject *hostImage, const QJsonObject &files)
{
    hostImage->insert(u"files"_s, merged((*hostImage)["files"_L1].toObject(), files));
}

void addVariables(QJsonObject *hostImage, const QJsonObject &variables)
{
    hostImage->insert(u"env"_s, merged((*hostImage)["env"_L1].toObject(), variables));
}

// The person's profile names the app registration of the company, and nothing else.
QByteArray profileWithAppRegistration()
{
    const QJsonObject signIn{{u"clientId"_s, simulatedAppClientId}};
    const QJsonObject profile{{u"name"_s, u"default"_s}, {u"signIn"_s, signIn}};
    const QJsonObject profiles{
        {u"schemaVersion"_s, 1}, {u"current"_s, u"default"_s}, {u"profiles"_s, QJsonArray{profile}}};
    return QJsonDocument(profiles).toJson();
}

QJsonObject host(const QJsonObject &environment, const QJsonObject &files)
{
    QJsonObject env{{u"HOME"_s, u"/home/builder"_s},
                    {u"LANG"_s, u"C.UTF-8"_s},
                    {u"PATH"_s, u"/usr/local/bin:/usr/bin:/bin"_s},
                    {u"USER"_s, u"builder"_s}};
    env = merged(env, environment);
    const QJsonObject profile{
        {u"/home/builder/.config/signet/profiles.json"_s, QString::fromUtf8(profileWithAppRegistration())}};
    return {{u"platform"_s, u"linux"_s},
            {u"clock"_s, World{}.clock},
            {u"env"_s, env},
            {u"files"_s, merged(merged(files, configuration(usesManagedIdentity)), profile)},
            {u"commands"_s, QJsonObject{}},
            {u"user"_s, QJsonObject{{u"name"_s, u"builder"_s}, {u"groups"_s, QJsonArray{u"builder"_s}}}}};
}

QJsonObject azureMachine(const QJsonObject &environment = {})
{
    // The asset tag is the same on every machine of Azure, and on no other.
    return host(environment,
                {{u"/sys/class/dmi/id/chassis_asset_tag"_s, u"7783-7084-3265-9085-8269-3286-77\n"_s},
                 {u"/sys/class/dmi/id/sys_vendor"_s, u"Microsoft Corporation\n"_s},
                 {u"/sys/class/dmi/id/product_name"_s, u"Virtual Machine\n"_s}});
}

QJsonObject workstation()
{
    return host({},
                {{u"/sys/class/dmi/id/chassis_asset_tag"_s, u"No Asset Information\n"_s},
                 {u"/sys/class/dmi/id/sys_vendor"_s, u"LENOVO\n"_s},
                 {u"/sys/class/dmi/id/product_name"_s, u"21HMCTO1WW\n"_s}});
}

Scenario base(const QString &title)
{
    Scenario scenario;
    scenario.title = title;
    scenario.world = healthyWorld();
    scenario.hostImage = azureMachine();
    scenario.asked = {{u"organization"_s, u"https://dev.azure.com/contoso"_s},
                      {u"projects"_s, QJsonArray{projectName}},
                      {u"terraform"_s, configurationDirectory}};
    return scenario;
}

// The same with another provider block, or another version of the provider.
Scenario withProvider(const QString &title, const QString &arguments, const QString &version = u"1.16.0"_s)
{
    Scenario scenario = base(title);
    addFiles(&scenario.hostImage, configuration(arguments, version));
    return scenario;
}

// Of the healthy user-assigned case: id-terraform is attached and a member.
Scenario withUserAssigned(const QString &title, const QString &arguments)
{
    Scenario scenario = withProvider(title, arguments);
    scenario.world.machine.systemAssigned.reset();
    scenario.world.machine.userAssigned = {terraformObjectId};
    makeTerraformMember(&scenario.world);
    return scenario;
}

// ---- Scenarios -----------------------------------------------------------------------------------

Scenario healthy()
{
    return base(u"An Azure VM whose system-assigned identity works in contoso"_s);
}

Scenario healthyUserAssigned()
{
    Scenario scenario =
        base(u"An Azure VM with two user-assigned identities; the one asked for works in contoso"_s);
    scenario.world.machine.systemAssigned.reset();
    scenario.world.machine.userAssigned = {terraformObjectId, monitorObjectId};
    makeTerraformMember(&scenario.world);
    scenario.hostImage = azureMachine({{u"ARM_CLIENT_ID"_s, terraformClientId}});
    scenario.asked.insert(u"clientId"_s, terraformClientId);
    return scenario;
}

Scenario notOnAzure()
{
    Scenario scenario = base(u"A workstation: nothing answers at 169.254.169.254"_s);
    scenario.world.metadata.behaviour = MetadataService::Behaviour::Swallows;
    scenario.hostImage = workstation();
    return scenario;
}

Scenario imdsUnreachable()
{
    Scenario scenario = base(u"An Azure VM on which every connection to the metadata address is reset"_s);
    scenario.world.metadata.behaviour = MetadataService::Behaviour::Resets;
    return scenario;
}

Scenario imdsThrottled()
{
    Scenario scenario = base(u"An Azure VM whose metadata service has had too many token requests"_s);
    scenario.world.metadata.throttle = MetadataService::Throttle{.burst = 0, .perSecond = 0, .retryAfter = 3};
    return scenario;
}

Scenario identityNotAssigned()
{
    Scenario scenario = base(u"An Azure VM without any identity"_s);
    scenario.world.machine.systemAssigned.reset();
    return scenario;
}

Scenario multipleIdentities()
{
    Scenario scenario = base(u"An Azure VM with two user-assigned identities, and none of them is named"_s);
    scenario.world.machine.systemAssigned.reset();
    scenario.world.machine.userAssigned = {terraformObjectId, monitorObjectId};
    makeTerraformMember(&scenario.world);
    return scenario;
}

Scenario silentDefaultIdentity()
{
    Scenario scenario =
        base(u"id-terraform is meant, but without a client id the system-assigned identity answers"_s);
    scenario.world.machine.userAssigned = {terraformObjectId};
    makeTerraformMember(&scenario.world);
    scenario.asked.insert(u"objectId"_s, terraformObjectId);
    return scenario;
}

Scenario objectIdAsClientId()
{
    Scenario scenario = base(u"The object id of id-terraform was given as its client id"_s);
    scenario.world.machine.systemAssigned.reset();
    scenario.world.machine.userAssigned = {terraformObjectId};
    makeTerraformMember(&scenario.world);
    scenario.hostImage = azureMachine({{u"ARM_CLIENT_ID"_s, terraformObjectId}});
    scenario.asked.insert(u"clientId"_s, terraformObjectId);
    return scenario;
}

Scenario wrongAudience()
{
    Scenario scenario =
        base(u"A token cache on the machine hands out tokens for Azure Resource Manager only"_s);
    scenario.world.metadata.cachedAudience = u"https://management.azure.com/"_s;
    return scenario;
}

Scenario tenantMismatch()
{
    Scenario scenario = base(u"The organization belongs to Fabrikam, the identity to Contoso"_s);
    scenario.world.tenants.push_back({.id = fabrikamTenant, .name = u"Fabrikam"_s, .createdAt = 1450000000});
    Organization &organization = scenario.world.organizations.front();
    organization.tenantId = fabrikamTenant;
    // Jane Doe is a guest there.
    Person &jane = scenario.world.persons.front();
    jane.guestOf = {fabrikamTenant};
    Member administrator = organization.members[1];
    administrator.objectId = objectIdIn(jane, fabrikamTenant);
    organization.members = {administrator};
    organization.projects.front().visibleTo.clear();
    return scenario;
}

Scenario orgUrlWrong()
{
    Scenario scenario = base(u"The organization is called contoso; asked for was contosso"_s);
    scenario.asked.insert(u"organization"_s, u"https://dev.azure.com/contosso"_s);
    return scenario;
}

Scenario orgNotEntraBacked()
{
    Scenario scenario = base(u"The organization is not connected to Microsoft Entra"_s);
    Organization &organization = scenario.world.organizations.front();
    organization.tenantId.reset();
    organization.members.clear();
    organization.projects.front().visibleTo.clear();
    return scenario;
}

Scenario notInOrg()
{
    Scenario scenario = base(u"The identity was never added to the organization"_s);
    removeMember(&scenario.world.organizations.front(), machineObjectId);
    return scenario;
}

Scenario anonymousGuid()
{
    Scenario scenario = base(u"An organization with public projects takes the token for nobody's"_s);
    Organization &organization = scenario.world.organizations.front();
    organization.credentials = Organization::Credentials::TreatedAsAnonymous;
    organization.projects.push_back({.id = u"eb6e4656-77fc-42a1-9181-4c6d8e9da5d1"_s,
                                     .name = u"Contoso-Open"_s,
                                     .description = u"Open to the world."_s,
                                     .visibility = u"public"_s,
                                     .visibleTo = {}});
    addUsualGroups(&organization);
    return scenario;
}

Scenario htmlInsteadOfJson()
{
    Scenario scenario = base(u"Something before the organization turns its answers into a sign-in page"_s);
    scenario.world.organizations.front().credentials = Organization::Credentials::AnsweredBySignInPage;
    return scenario;
}

Scenario noProjectPermission()
{
    Scenario scenario = base(u"The identity is a member of the organization, but sees no project"_s);
    Organization &organization = scenario.world.organizations.front();
    organization.members.front().groups.clear();
    organization.projects.front().visibleTo.clear();
    return scenario;
}

Scenario proxyEatsImds()
{
    Scenario scenario = base(u"HTTP_PROXY is set and the metadata address is not excepted"_s);
    scenario.hostImage = azureMachine({{u"HTTP_PROXY"_s, u"http://proxy.contoso.example:3128"_s},
                                       {u"NO_PROXY"_s, u"localhost,127.0.0.1"_s}});
    return scenario;
}

Scenario clockSkew()
{
    Scenario scenario = base(u"The clock of the machine is two hours slow"_s);
    scenario.hostImage.insert(u"clock"_s, scenario.world.clock - 2 * 60 * 60);
    return scenario;
}

// ---- Scenarios of the Terraform configuration and of the variables it reads ------------------------

Scenario patOverridesMsi()
{
    Scenario scenario = base(u"A personal access token was left in the environment"_s);
    addVariables(&scenario.hostImage, {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, plantedSecret(u"pat"_s)}});
    return scenario;
}

Scenario systemAccessTokenIsBuildService()
{
    Scenario scenario =
        base(u"A pipeline hands its own job token to the provider as a personal access token"_s);
    const QString token = plantedSecret(u"job"_s);
    addVariables(&scenario.hostImage,
                 {{u"SYSTEM_ACCESSTOKEN"_s, token}, {u"AZDO_PERSONAL_ACCESS_TOKEN"_s, token}});
    return scenario;
}

Scenario envClientIdLeftover()
{
    Scenario scenario =
        base(u"ARM_CLIENT_ID was set for another tool; the system-assigned identity is meant"_s);
    addVariables(&scenario.hostImage, {{u"ARM_CLIENT_ID"_s, terraformClientId}});
    scenario.world.machine.userAssigned = {terraformObjectId};
    scenario.asked.insert(u"objectId"_s, machineObjectId);
    return scenario;
}

Scenario envSecretOrOidcBeatsMsi()
{
    Scenario scenario = base(u"The variables of a service principal were left for another provider"_s);
    addVariables(&scenario.hostImage,
                 {{u"ARM_CLIENT_ID"_s, u"11111111-2222-4333-8444-555555555555"_s},
                  {u"ARM_TENANT_ID"_s, contosoTenant},
                  {u"ARM_CLIENT_SECRET"_s, plantedSecret(u"client"_s)}});
    return scenario;
}

Scenario envNamesDisagree()
{
    Scenario scenario = withUserAssigned(u"ARM_CLIENT_ID and AZURE_CLIENT_ID name different identities"_s,
                                         usesManagedIdentity);
    addVariables(&scenario.hostImage,
                 {{u"ARM_CLIENT_ID"_s, terraformClientId},
                  {u"AZURE_CLIENT_ID"_s, u"5eed5eed-4455-4667-9889-aabbccddeeff"_s}});
    return scenario;
}

Scenario tokenPathNotRead()
{
    Scenario scenario = base(u"AZDO_TOKEN_PATH is set, which is documented and never read"_s);
    addVariables(&scenario.hostImage, {{u"AZDO_TOKEN_PATH"_s, u"/home/builder/.azdo/token"_s}});
    return scenario;
}

Scenario useMsiNotSet()
{
    return withUserAssigned(u"The provider block names a client id and forgets use_msi"_s,
                            u"  client_id       = \"%1\"\n"_s.arg(terraformClientId));
}

Scenario providerVersionTooOld()
{
    return withProvider(u"The lock file holds a version of the provider that knows tokens only"_s,
                        u"  use_msi         = true\n"_s, u"0.11.0"_s);
}

Scenario providerMsiRegression()
{
    return withProvider(u"The lock file holds 1.11.0, which loses the system-assigned identity"_s,
                        usesManagedIdentity, u"1.11.0"_s);
}

Scenario credentialBuildSwallowed()
{
    return withProvider(u"use_oidc is set, with nothing to exchange"_s,
                        u"  use_oidc        = true\n  use_cli         = false\n"_s);
}

Scenario backendAuthSeparate()
{
    Scenario scenario =
        base(u"The state is in Azure storage, whose backend is not told to use the identity"_s);
    addFiles(&scenario.hostImage,
             {{configurationDirectory + u"/backend.tf"_s,
               u"terraform {\n  backend \"azurerm\" {\n    storage_account_name = \"contosostate\"\n"
               "    container_name       = \"state\"\n    key                  = \"infra\"\n  }\n}\n"_s}});
    return scenario;
}

Scenario federatedSetupMismatch()
{
    Scenario scenario = withProvider(
        u"OIDC in Azure Pipelines, without the id of a service connection"_s,
        u"  use_oidc        = true\n  use_cli         = false\n"
        "  client_id       = \"%1\"\n  tenant_id       = \"%2\"\n"_s.arg(terraformClientId, contosoTenant));
    addVariables(&scenario.hostImage,
                 {{u"SYSTEM_ACCESSTOKEN"_s, plantedSecret(u"job"_s)},
                  {u"SYSTEM_OIDCREQUESTURI"_s, u"https://vstoken.dev.azure.com/contoso"_s}});
    return scenario;
}

Scenario clientIdFileMismatch()
{
    Scenario scenario =
        withUserAssigned(u"client_id_file_path names a file that is not there"_s,
                         usesManagedIdentity + u"  client_id_file_path = \"/run/secrets/client-id\"\n"_s);
    return scenario;
}

Scenario providerValueInvalid()
{
    Scenario scenario = base(u"ARM_USE_CLI is written with a capital letter"_s);
    addFiles(&scenario.hostImage, configuration(u"  use_msi         = true\n"_s));
    addVariables(&scenario.hostImage, {{u"ARM_USE_CLI"_s, u"False"_s}});
    return scenario;
}

Scenario providerOtherIdentity()
{
    Scenario scenario = withProvider(
        u"id-terraform is meant, and the provider block names id-monitor"_s,
        usesManagedIdentity + u"  client_id       = \"5eed5eed-4455-4667-9889-aabbccddeeff\"\n"_s);
    scenario.world.machine.systemAssigned.reset();
    scenario.world.machine.userAssigned = {terraformObjectId, monitorObjectId};
    makeTerraformMember(&scenario.world);
    scenario.asked.insert(u"clientId"_s, terraformClientId);
    return scenario;
}

Scenario withFile(const QString &title, const QString &name, const QString &content)
{
    Scenario scenario = base(title);
    addFiles(&scenario.hostImage, {{configurationDirectory + u'/' + name, content}});
    return scenario;
}

Scenario configurationSyntaxError()
{
    return withFile(u"A brace is missing at the end of main.tf"_s, u"main.tf"_s,
                    projectInUse.left(projectInUse.lastIndexOf(u'}')));
}

Scenario providerBlockDuplicate()
{
    return withFile(u"A second provider block without an alias stands in another file"_s, u"extra.tf"_s,
                    providerBlock(usesManagedIdentity));
}

Scenario requiredProvidersDuplicate()
{
    return withFile(u"A second file has a required_providers block"_s, u"versions.tf"_s,
                    requiredProviders(u">= 1.11.2, < 2.0.0"_s));
}

Scenario providerSourceWrong()
{
    return withFile(u"required_providers gives a version and forgets the source"_s, u"terraform.tf"_s,
                    u"terraform {\n  required_providers {\n    azuredevops = \">= 1.11.2\"\n  }\n}\n"_s);
}

Scenario versionConstraintInvalid()
{
    return withFile(u"The version constraint is written as for another package manager"_s, u"terraform.tf"_s,
                    requiredProviders(u"^1.16"_s));
}

Scenario overrideWithoutBase()
{
    return withFile(u"An override file changes a provider block that is not there"_s, u"team_override.tf"_s,
                    u"provider \"azuredevops\" {\n  alias   = \"team\"\n  use_msi = true\n}\n"_s);
}

Scenario moduleNotFound()
{
    return withFile(u"A local module is called that is not there"_s, u"modules.tf"_s,
                    u"module \"team\" {\n  source = \"./modules/team\"\n}\n"_s);
}

// ---- Scenarios of membership and licence ----------------------------------------------------------

// The identity was never added, and somebody is about to do it.
Scenario beforeAdding(const QString &title)
{
    Scenario scenario = base(title);
    removeMember(&scenario.world.organizations.front(), machineObjectId);
    return scenario;
}

QString entitlementResource(const QString &type, const QString &arguments)
{
    return u"resource \"%1\" \"build\" {\n%2}\n"_s.arg(type, arguments);
}

Scenario wrongObjectId()
{
    Scenario scenario = beforeAdding(u"The client id of the identity is given where its object id belongs"_s);
    const QString clientId = scenario.world.identities.front().clientId;
    scenario.asked.insert(u"objectId"_s, clientId);
    addFiles(&scenario.hostImage,
             {{configurationDirectory + u"/members.tf"_s,
               entitlementResource(u"azuredevops_service_principal_entitlement"_s,
                                   u"  origin_id = \"%1\"\n"_s.arg(clientId))}});
    return scenario;
}

Scenario userEntitlementForServicePrincipal()
{
    Scenario scenario = beforeAdding(u"The identity is to be added as if it were a person"_s);
    addFiles(&scenario.hostImage,
             {{configurationDirectory + u"/members.tf"_s,
               entitlementResource(u"azuredevops_user_entitlement"_s,
                                   u"  principal_name = \"%1\"\n"_s.arg(machineObjectId))}});
    return scenario;
}

// What somebody got when adding was tried: an act, of which only the message is left.
Scenario withError(Scenario scenario, const QString &text)
{
    scenario.asked.insert(u"error"_s, text);
    return scenario;
}

Scenario entitlementReplicationDelay()
{
    return withError(
        base(u"Adding the identity was refused a minute after it was made; the next try went through"_s),
        u"Error: Creating service principal entitlement: (5000) VS403283: Could not add user "
        "'a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4' at this time."_s);
}

Scenario stakeholderLicence()
{
    Scenario scenario = base(u"The identity is a member with the access level Stakeholder"_s);
    scenario.world.organizations.front().members.front().accessLevel = u"stakeholder"_s;
    return scenario;
}

Scenario licenceBasicAlias()
{
    Scenario scenario = beforeAdding(u"The access level is written basic, which creating does not know"_s);
    addFiles(&scenario.hostImage,
             {{configurationDirectory + u"/members.tf"_s,
               entitlementResource(u"azuredevops_service_principal_entitlement"_s,
                                   u"  origin_id            = \"%1\"\n"
                                   "  account_license_type = \"basic\"\n"_s.arg(machineObjectId))}});
    return scenario;
}

Scenario licenceNotAssignable()
{
    Scenario scenario = withError(
        beforeAdding(u"Every Basic seat of the organization is taken, and adding was refused"_s),
        u"Error: Creating service principal entitlement: (5005) Failed to assign license Account-Express to "
        "identity with id a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4."_s);
    Organization &organization = scenario.world.organizations.front();
    organization.freeBasicSeats = 2; // Jane Doe and John Roe
    organization.paidBasicSeats = 0;
    return scenario;
}

// A group of Entra that the system-assigned identity is in, and that contributes to the project.
void addBuilders(Organization *organization)
{
    Group builders;
    builders.displayName = u"Builders"_s;
    builders.originId = u"9a0b1c2d-7788-4990-8aab-bccddeeff001"_s;
    builders.origin = u"aad"_s;
    builders.entraMembers = {machineObjectId};
    for (const Group &group : std::as_const(organization->groups)) {
        if (organization->principalName(group) == u"[%1]\\Contributors"_s.arg(projectName))
            builders.parents = {group.originId};
    }
    organization->groups.push_back(builders);
}

Scenario groupRuleNotApplied()
{
    Scenario scenario =
        beforeAdding(u"The identity is in an Entra group that contoso uses, and not a member"_s);
    addBuilders(&scenario.world.organizations.front());
    return scenario;
}

Scenario tokenCacheStale()
{
    Scenario scenario =
        base(u"The identity was put into an Entra group after the token it still gets was issued"_s);
    Organization &organization = scenario.world.organizations.front();
    organization.members.front().groups.clear();
    organization.projects.front().visibleTo.clear();
    addBuilders(&organization);
    // Of three hours ago, when another group was all there was.
    scenario.world.metadata.keptToken =
        MetadataService::KeptToken{.age = 3 * 3600, .groups = {u"e0e0e0e0-8899-4aab-9bbc-cddeeff00112"_s}};
    return scenario;
}

Scenario addUsersDenied()
{
    Scenario scenario = withError(
        beforeAdding(u"Who is signed in may not add members, and was refused"_s),
        u"Error: Creating service principal entitlement: (5032) Access Denied: John Roe needs the following "
        "permission(s) on the resource Users to perform this action: Add Users"_s);
    scenario.world.administrator = colleagueObjectId;
    return scenario;
}

Scenario uiPickerCannotFind()
{
    return withError(
        base(u"The page Users did not offer the identity, because it is named like its machine"_s),
        u"Add new users: No identities found"_s);
}

Scenario graphListEmpty()
{
    Scenario scenario = withError(
        base(u"A script listed the service principals, saw an empty first page, and stopped there"_s),
        u"HTTP/1.1 200 OK\r\nX-MS-ContinuationToken: Mg\r\n\r\n{\"count\":0,\"value\":[]}"_s);
    scenario.world.organizations.front().emptyGraphPages = 2;
    return scenario;
}

struct Entry {
    QLatin1StringView name;
    Scenario (*make)();
    Outcome outcome = Outcome::NotReady;
};

constexpr Entry entries[] = {
    {"healthy"_L1, healthy, Outcome::Ready},
    {"healthy-user-assigned"_L1, healthyUserAssigned, Outcome::Ready},
    {"not-on-azure"_L1, notOnAzure},
    {"imds-unreachable"_L1, imdsUnreachable},
    {"imds-throttled"_L1, imdsThrottled},
    {"identity-not-assigned"_L1, identityNotAssigned},
    {"multiple-identities"_L1, multipleIdentities},
    {"silent-default-identity"_L1, silentDefaultIdentity},
    {"object-id-as-client-id"_L1, objectIdAsClientId},
    {"wrong-audience"_L1, wrongAudience},
    {"tenant-mismatch"_L1, tenantMismatch},
    {"org-url-wrong"_L1, orgUrlWrong},
    {"org-not-entra-backed"_L1, orgNotEntraBacked},
    {"not-in-org"_L1, notInOrg},
    {"anonymous-guid"_L1, anonymousGuid},
    {"html-instead-of-json"_L1, htmlInsteadOfJson},
    {"no-project-permission"_L1, noProjectPermission},
    {"proxy-eats-imds"_L1, proxyEatsImds},
    {"clock-skew"_L1, clockSkew},
    {"pat-overrides-msi"_L1, patOverridesMsi},
    {"system-access-token-is-build-service"_L1, systemAccessTokenIsBuildService},
    {"env-client-id-leftover"_L1, envClientIdLeftover},
    {"env-secret-or-oidc-beats-msi"_L1, envSecretOrOidcBeatsMsi},
    {"env-names-disagree"_L1, envNamesDisagree, Outcome::ReadyWithWarning},
    {"token-path-not-read"_L1, tokenPathNotRead, Outcome::ReadyWithWarning},
    {"use-msi-not-set"_L1, useMsiNotSet},
    {"provider-version-too-old"_L1, providerVersionTooOld},
    {"provider-msi-regression-1-11"_L1, providerMsiRegression},
    {"credential-build-swallowed"_L1, credentialBuildSwallowed},
    {"backend-auth-separate"_L1, backendAuthSeparate, Outcome::ReadyWithWarning},
    {"federated-setup-mismatch"_L1, federatedSetupMismatch},
    {"client-id-file-mismatch"_L1, clientIdFileMismatch},
    {"provider-value-invalid"_L1, providerValueInvalid},
    {"provider-other-identity"_L1, providerOtherIdentity},
    {"configuration-syntax-error"_L1, configurationSyntaxError},
    {"provider-block-duplicate"_L1, providerBlockDuplicate},
    {"required-providers-duplicate"_L1, requiredProvidersDuplicate},
    {"provider-source-wrong"_L1, providerSourceWrong},
    {"version-constraint-invalid"_L1, versionConstraintInvalid},
    {"override-without-base"_L1, overrideWithoutBase},
    {"module-not-found"_L1, moduleNotFound, Outcome::ReadyWithWarning},
    {"wrong-object-id"_L1, wrongObjectId},
    {"user-entitlement-for-sp"_L1, userEntitlementForServicePrincipal},
    {"entitlement-replication-delay"_L1, entitlementReplicationDelay, Outcome::ReadyWithWarning},
    {"stakeholder-licence"_L1, stakeholderLicence},
    {"licence-basic-alias"_L1, licenceBasicAlias},
    {"licence-not-assignable"_L1, licenceNotAssignable},
    {"group-rule-not-applied"_L1, groupRuleNotApplied},
    {"token-cache-stale"_L1, tokenCacheStale},
    {"add-users-denied"_L1, addUsersDenied},
    {"ui-picker-cannot-find"_L1, uiPickerCannotFind, Outcome::ReadyWithNote},
    {"graph-list-empty"_L1, graphListEmpty, Outcome::ReadyWithNote},
};

} // namespace

QStringList Scenario::names()
{
    QStringList ready;
    QStringList others;
    for (const Entry &entry : entries)
        (entry.outcome == Outcome::Ready ? ready : others).append(entry.name);
    for (const IdentityScenario &entry : identityScenarios())
        (entry.outcome == Outcome::Ready ? ready : others).append(entry.name);
    return ready + others;
}

std::optional<Scenario> Scenario::named(const QString &name)
{
    const auto setOutcome = [&name](Scenario &scenario, Outcome outcome) {
        scenario.name = name;
        scenario.outcome = outcome;
        scenario.verdict = outcome == Outcome::NotReady ? u"not-ready"_s : u"ready"_s;
        if (outcome != Outcome::Ready && scenario.rootCauses.isEmpty())
            scenario.rootCauses = {name};
    };
    for (const IdentityScenario &entry : identityScenarios()) {
        if (entry.name == name) {
            Scenario scenario = entry.make(healthy());
            setOutcome(scenario, entry.outcome);
            return scenario;
        }
    }
    const auto entry = std::find_if(std::begin(entries), std::end(entries),
                                    [&](const Entry &entry) { return entry.name == name; });
    if (entry == std::end(entries))
        return std::nullopt;
    Scenario scenario = entry->make();
    setOutcome(scenario, entry->outcome);
    return scenario;
}

} // namespace signet::sandbox
