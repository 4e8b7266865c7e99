#include "core/sandbox/scenarios/healthymachine.h"

#include "core/sandbox/world/directory.h"
#include "core/sandbox/world/signedinperson.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

constexpr QLatin1StringView subscription = "5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d"_L1;
constexpr QLatin1StringView administratorObjectId = "0ad31127-5566-4778-899a-bbccddeeff00"_L1;
constexpr QLatin1StringView configurationDirectory = "/home/builder/infra"_L1;
constexpr QLatin1StringView projectName = "Fabrikam-Fiber"_L1;

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

// The virtual machine vm-build with a system-assigned identity that is a member of contoso and sees
// its project.
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

QString lockFile(const QString &version)
{
    return u"provider \"registry.terraform.io/microsoft/azuredevops\" {\n"
           "  version     = \"%1\"\n"
           "  constraints = \">= 1.11.2, < 2.0.0\"\n"
           "}\n"_s.arg(version);
}

QJsonObject configuration()
{
    const QString directory = configurationDirectory + u'/';
    return {{directory + u"terraform.tf"_s, requiredProviders(u">= 1.11.2, < 2.0.0"_s)},
            {directory + u".terraform.lock.hcl"_s, lockFile(u"1.16.0"_s)},
            {directory + u"providers.tf"_s, providerBlock(usesManagedIdentity)},
            {directory + u"main.tf"_s, projectInUse}};
}

QJsonObject merged(QJsonObject all, const QJsonObject &more)
{
    for (auto it = more.begin(); it != more.end(); ++it)
        all.insert(it.key(), it.value());
    return all;
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

QJsonObject host(const QJsonObject &files)
{
    const QJsonObject env{{u"HOME"_s, u"/home/builder"_s},
                          {u"LANG"_s, u"C.UTF-8"_s},
                          {u"PATH"_s, u"/usr/local/bin:/usr/bin:/bin"_s},
                          {u"USER"_s, u"builder"_s}};
    const QJsonObject profile{
        {u"/home/builder/.config/signet/profiles.json"_s, QString::fromUtf8(profileWithAppRegistration())}};
    return {{u"platform"_s, u"linux"_s},
            {u"clock"_s, World{}.clock},
            {u"env"_s, env},
            {u"files"_s, merged(merged(files, configuration()), profile)},
            {u"commands"_s, QJsonObject{}},
            {u"user"_s, QJsonObject{{u"name"_s, u"builder"_s}, {u"groups"_s, QJsonArray{u"builder"_s}}}}};
}

QJsonObject azureMachine()
{
    // The asset tag is the same on every machine of Azure, and on no other.
    return host({{u"/sys/class/dmi/id/chassis_asset_tag"_s, u"7783-7084-3265-9085-8269-3286-77\n"_s},
                 {u"/sys/class/dmi/id/sys_vendor"_s, u"Microsoft Corporation\n"_s},
                 {u"/sys/class/dmi/id/product_name"_s, u"Virtual Machine\n"_s}});
}

void addTo(Scenario *scenario, const QString &part, const QJsonObject &more)
{
    scenario->hostImage.insert(part, merged(scenario->hostImage.value(part).toObject(), more));
}

} // namespace

Scenario healthyScenario()
{
    Scenario scenario;
    scenario.world = healthyWorld();
    scenario.hostImage = azureMachine();
    scenario.asked = {{u"organization"_s, u"https://dev.azure.com/contoso"_s},
                      {u"projects"_s, QJsonArray{projectName}},
                      {u"terraform"_s, configurationDirectory}};
    return scenario;
}

QString plantedSecret(const QString &of)
{
    return u"signet-sandbox-secret-of-"_s + of;
}

void addVariables(Scenario *scenario, const QJsonObject &variables)
{
    addTo(scenario, u"env"_s, variables);
}

void removeVariables(Scenario *scenario, const QStringList &names)
{
    QJsonObject variables = scenario->hostImage["env"_L1].toObject();
    for (const QString &name : names)
        variables.remove(name);
    scenario->hostImage["env"_L1] = variables;
}

void addFiles(Scenario *scenario, const QJsonObject &files)
{
    addTo(scenario, u"files"_s, files);
}

void removeFirmware(Scenario *scenario)
{
    QJsonObject files = scenario->hostImage["files"_L1].toObject();
    const QStringList paths = files.keys();
    for (const QString &path : paths) {
        if (path.startsWith("/sys/class/dmi/"_L1))
            files.remove(path);
    }
    scenario->hostImage["files"_L1] = files;
}

void makeTerraformMember(World *world)
{
    if (Member *member = identityMember(world))
        *member = memberFor(terraformObjectId, u"id-terraform"_s);
    mainProject(world).visibleTo = {terraformObjectId};
}

Member *identityMember(World *world)
{
    for (Member &member : world->organizations.front().members) {
        if (member.kind == Member::Kind::ServicePrincipal)
            return &member;
    }
    return nullptr;
}

Project &mainProject(World *world)
{
    // No scenario removes it.
    Organization &contoso = world->organizations.front();
    Q_ASSERT(!contoso.projects.empty());
    return contoso.projects.front();
}

void attachTerraformIdentity(Scenario *scenario)
{
    scenario->world.machine.systemAssigned.reset();
    scenario->world.machine.userAssigned = {terraformObjectId};
    makeTerraformMember(&scenario->world);
}

void removeMember(Organization *organization, const QString &objectId)
{
    std::erase_if(organization->members, [&](const Member &member) { return member.objectId == objectId; });
    for (Project &project : organization->projects)
        project.visibleTo.removeAll(objectId);
}

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

const QString projectInUse = u"data \"azuredevops_project\" \"fiber\" {\n"
                             "  name = \"Fabrikam-Fiber\"\n"
                             "}\n"_s;

const QString usesManagedIdentity = u"  use_msi         = true\n"
                                    "  use_cli         = false\n"_s;

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

QString providerBlock(const QString &arguments)
{
    return u"provider \"azuredevops\" {\n"
           "  org_service_url = \"https://dev.azure.com/contoso\"\n"_s
        + arguments + u"}\n"_s;
}

void setProviderBlock(Scenario *scenario, const QString &arguments)
{
    addConfigurationFile(scenario, u"providers.tf"_s, providerBlock(arguments));
}

void setProviderVersion(Scenario *scenario, const QString &version)
{
    addConfigurationFile(scenario, u".terraform.lock.hcl"_s, lockFile(version));
    addConfigurationFile(scenario, u"terraform.tf"_s, requiredProviders(u"~> "_s + version));
}

void addConfigurationFile(Scenario *scenario, const QString &name, const QString &content)
{
    addFiles(scenario, {{configurationDirectory + u'/' + name, content}});
}

void removeConfigurationFile(Scenario *scenario, const QString &name)
{
    QJsonObject files = scenario->hostImage["files"_L1].toObject();
    files.remove(configurationDirectory + u'/' + name);
    scenario->hostImage.insert(u"files"_s, files);
}

} // namespace signet::sandbox
