#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/scenarios/scenariorow.h"
#include "core/sandbox/world/directory.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

void orgUrlWrong(Scenario *scenario)
{
    scenario->asked.insert(u"organization"_s, u"https://dev.azure.com/contosso"_s);
}

void orgNotEntraBacked(Scenario *scenario)
{
    Organization &organization = scenario->world.organizations.front();
    organization.tenantId.reset();
    organization.members.clear();
    mainProject(&scenario->world).visibleTo.clear();
}

void notInOrg(Scenario *scenario)
{
    removeMember(&scenario->world.organizations.front(), machineObjectId);
}

void anonymousGuid(Scenario *scenario)
{
    Organization &organization = scenario->world.organizations.front();
    organization.credentials = Organization::Credentials::TreatedAsAnonymous;
    organization.projects.push_back({.id = u"eb6e4656-77fc-42a1-9181-4c6d8e9da5d1"_s,
                                     .name = u"Contoso-Open"_s,
                                     .description = u"Open to the world."_s,
                                     .visibility = u"public"_s,
                                     .visibleTo = {}});
    addUsualGroups(&organization);
}

void setOrganizationUrl(Scenario *scenario, const QString &url)
{
    addConfigurationFile(scenario, u"providers.tf"_s,
                         providerBlock(usesManagedIdentity).replace(u"https://dev.azure.com/contoso"_s, url));
}

void orgUrlHasProject(Scenario *scenario)
{
    setOrganizationUrl(scenario, u"https://dev.azure.com/contoso/Fabrikam-Fiber"_s);
}

void orgUrlLegacyHost(Scenario *scenario)
{
    setOrganizationUrl(scenario, u"https://contoso.visualstudio.com"_s);
}

void orgUrlOtherOrganization(Scenario *scenario)
{
    setOrganizationUrl(scenario, u"https://dev.azure.com/fabrikam"_s);
}

// The organization moved from the tenant of its identities to that of its administrator.
void orgTenantSwitched(Scenario *scenario)
{
    World &world = scenario->world;
    world.tenants.push_back({.id = fabrikamTenant, .name = u"Fabrikam"_s, .createdAt = 1450000000});
    Organization &organization = world.organizations.front();
    organization.tenantId = fabrikamTenant;
    Person &jane = world.persons.front();
    Member *administrator = organization.member(jane.objectId);
    jane.tenantId = fabrikamTenant;
    if (administrator)
        administrator->objectId = objectIdIn(jane, fabrikamTenant);
    if (Member *member = identityMember(&world))
        member->tenantId = contosoTenant;
}

void identityRecreated(Scenario *scenario)
{
    Member *former = identityMember(&scenario->world);
    if (!former)
        return;
    former->objectId = stableGuid(u"vm-build before it was recreated"_s);
    former->deletedInOrigin = true;
    mainProject(&scenario->world).visibleTo = {former->objectId};
}

// id-terraform was the only identity, and worked; then somebody attached id-monitor.
void secondIdentityAppears(Scenario *scenario)
{
    attachTerraformIdentity(scenario);
    scenario->world.machine.userAssigned.append(monitorObjectId);
    if (Member *member = identityMember(&scenario->world))
        member->lastAccessedAt = scenario->world.clock - 3600;
    scenario->asked.insert(u"objectId"_s, terraformObjectId);
}

constexpr ScenarioRow organizationRows[] = {
    {.name = "org-url-wrong"_L1,
     .title = "The organization is called contoso; asked for was contosso",
     .change = orgUrlWrong},
    {.name = "org-url-has-project"_L1,
     .title = "The provider block has the address of a project",
     .change = orgUrlHasProject},
    {.name = "org-url-legacy-host"_L1,
     .title = "The provider block has the old address of the organization",
     .outcome = Outcome::ReadyWithWarning,
     .change = orgUrlLegacyHost},
    {.name = "org-url-other-organization"_L1,
     .title = "contoso is meant, and the provider block names fabrikam",
     .change = orgUrlOtherOrganization},
    {.name = "org-not-entra-backed"_L1,
     .title = "The organization is not connected to Microsoft Entra",
     .change = orgNotEntraBacked},
    {.name = "not-in-org"_L1,
     .title = "The identity was never added to the organization",
     .change = notInOrg},
    {.name = "anonymous-guid"_L1,
     .title = "An organization with public projects treats the token as anonymous",
     .change = anonymousGuid},
    {.name = "identity-recreated"_L1,
     .title = "vm-build was deleted and made again; the member of that name is the old one",
     .change = identityRecreated},
    {.name = "second-identity-appears"_L1,
     .title = "id-terraform worked as the only identity, until id-monitor was attached",
     .change = secondIdentityAppears},
    {.name = "org-tenant-switched"_L1,
     .title = "The organization moved to another tenant, and its identities did not",
     .change = orgTenantSwitched},
};

} // namespace

std::span<const ScenarioRow> organizationScenarios()
{
    return organizationRows;
}

} // namespace signet::sandbox
