#include "core/sandbox/scenario.h"

#include <QJsonArray>

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

constexpr QLatin1StringView projectName = "Fabrikam-Fiber"_L1;

// ---- Parts ---------------------------------------------------------------------------------------

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
    contoso.members = {memberFor(machineObjectId, u"vm-build"_s)};
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
    world.organizations = {contoso};
    return world;
}

// id-terraform takes the place of the system-assigned identity in the organization.
void makeTerraformMember(World *world)
{
    Organization &contoso = world->organizations.front();
    contoso.members = {memberFor(terraformObjectId, u"id-terraform"_s)};
    contoso.projects.front().visibleTo = {terraformObjectId};
}

QJsonObject host(const QJsonObject &environment, const QJsonObject &files)
{
    QJsonObject env{{u"HOME"_s, u"/home/builder"_s},
                    {u"LANG"_s, u"C.UTF-8"_s},
                    {u"PATH"_s, u"/usr/local/bin:/usr/bin:/bin"_s},
                    {u"USER"_s, u"builder"_s},
                    // How Terraform is told to use the machine's identity, and nobody else's.
                    {u"ARM_USE_MSI"_s, u"true"_s},
                    {u"ARM_USE_CLI"_s, u"false"_s}};
    for (auto it = environment.begin(); it != environment.end(); ++it)
        env.insert(it.key(), it.value());
    return {{u"platform"_s, u"linux"_s},
            {u"clock"_s, World{}.clock},
            {u"env"_s, env},
            {u"files"_s, files},
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
                      {u"projects"_s, QJsonArray{projectName}}};
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
    organization.members.clear();
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
    Organization &organization = scenario.world.organizations.front();
    organization.members.clear();
    organization.projects.front().visibleTo.clear();
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

struct Entry {
    QLatin1StringView name;
    Scenario (*make)();
    bool ready = false;
};

constexpr Entry entries[] = {
    {"healthy"_L1, healthy, true},
    {"healthy-user-assigned"_L1, healthyUserAssigned, true},
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
};

} // namespace

QStringList Scenario::names()
{
    QStringList result;
    for (const Entry &entry : entries)
        result.append(entry.name);
    return result;
}

std::optional<Scenario> Scenario::named(const QString &name)
{
    const auto entry = std::find_if(std::begin(entries), std::end(entries),
                                    [&](const Entry &entry) { return entry.name == name; });
    if (entry == std::end(entries))
        return std::nullopt;
    Scenario scenario = entry->make();
    scenario.name = name;
    scenario.verdict = entry->ready ? u"ready"_s : u"not-ready"_s;
    if (!entry->ready)
        scenario.rootCauses = {name};
    return scenario;
}

} // namespace signet::sandbox
