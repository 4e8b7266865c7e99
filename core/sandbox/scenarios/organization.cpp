#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/scenarios/scenariorow.h"

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
    organization.projects.front().visibleTo.clear();
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

constexpr ScenarioRow organizationRows[] = {
    {.name = "org-url-wrong"_L1,
     .title = "The organization is called contoso; asked for was contosso",
     .change = orgUrlWrong},
    {.name = "org-not-entra-backed"_L1,
     .title = "The organization is not connected to Microsoft Entra",
     .change = orgNotEntraBacked},
    {.name = "not-in-org"_L1,
     .title = "The identity was never added to the organization",
     .change = notInOrg},
    {.name = "anonymous-guid"_L1,
     .title = "An organization with public projects treats the token as anonymous",
     .change = anonymousGuid},
};

} // namespace

std::span<const ScenarioRow> organizationScenarios()
{
    return organizationRows;
}

} // namespace signet::sandbox
