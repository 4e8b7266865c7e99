#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/scenarios/scenariorow.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

void noProjectPermission(Scenario *scenario)
{
    Organization &organization = scenario->world.organizations.front();
    organization.members.front().groups.clear();
    organization.projects.front().visibleTo.clear();
}

constexpr ScenarioRow permissionsRows[] = {
    {.name = "no-project-permission"_L1,
     .title = "The identity is a member of the organization, but sees no project",
     .change = noProjectPermission},
};

} // namespace

std::span<const ScenarioRow> permissionsScenarios()
{
    return permissionsRows;
}

} // namespace signet::sandbox
