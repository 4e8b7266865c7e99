#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/scenarios/scenariorow.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

void noProjectPermission(Scenario *scenario)
{
    if (Member *member = identityMember(&scenario->world))
        member->groups.clear();
    mainProject(&scenario->world).visibleTo.clear();
}

void endpointCreator(Scenario *scenario)
{
    if (const Member *member = identityMember(&scenario->world))
        scenario->world.organizations.front().roles.push_back(
            {.scope = u"distributedtask.project.serviceendpointrole"_s,
             .resourceId = mainProject(&scenario->world).id,
             .storageKey = member->storageKey,
             .role = u"Creator"_s});
}

constexpr ScenarioRow permissionsRows[] = {
    {.name = "no-project-permission"_L1,
     .title = "The identity is a member of the organization, but sees no project",
     .change = noProjectPermission},
    {.name = "create-project-denied"_L1,
     .title = "The configuration creates a project, and the identity is not allowed to",
     .file = {.name = "project.tf",
              .content = "resource \"azuredevops_project\" \"lab\" {\n  name = \"Fabrikam-Lab\"\n}\n"}},
    {.name = "endpoint-creator-missing"_L1,
     .title = "The configuration creates a service connection, and the identity is only a contributor",
     .file = {.name = "connections.tf",
              .content = "resource \"azuredevops_serviceendpoint_generic\" \"registry\" {\n"
                         "  project_id            = data.azuredevops_project.fiber.id\n"
                         "  server_url            = \"https://registry.contoso.example\"\n"
                         "  service_endpoint_name = \"registry\"\n}\n"}},
    {.name = "pool-manage-missing"_L1,
     .title = "The configuration creates an agent pool, and the identity has no role on pools",
     .file = {.name = "pools.tf",
              .content = "resource \"azuredevops_agent_pool\" \"build\" {\n  name = \"build\"\n}\n"}},
    {.name = "admin-all-resources-required"_L1,
     .title = "The configuration opens a service connection to all pipelines, as a creator of connections",
     .file = {.name = "authorization.tf",
              .content = "resource \"azuredevops_pipeline_authorization\" \"registry\" {\n"
                         "  project_id  = data.azuredevops_project.fiber.id\n"
                         "  resource_id = \"5d1c0b9a-1111-4a6b-8c7d-9e0f1a2b3c4d\"\n"
                         "  type        = \"endpoint\"\n}\n"},
     .change = endpointCreator},
    {.name = "sp-cannot-do-it"_L1,
     .title = "The configuration asks for an automatic Azure connection, which only a person can create",
     .file = {.name = "connections.tf",
              .content = "resource \"azuredevops_serviceendpoint_azurerm\" \"subscription\" {\n"
                         "  project_id                = data.azuredevops_project.fiber.id\n"
                         "  service_endpoint_name     = \"subscription\"\n"
                         "  azurerm_spn_tenantid      = \"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a\"\n"
                         "  azurerm_subscription_id   = \"5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d\"\n"
                         "  azurerm_subscription_name = \"Contoso\"\n}\n"},
     .change = endpointCreator},
};

} // namespace

std::span<const ScenarioRow> permissionsScenarios()
{
    return permissionsRows;
}

} // namespace signet::sandbox
