#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/scenarios/scenariorow.h"
#include "core/sandbox/world/accesscontrol.h"

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

// ---- Rights of a configuration

constexpr QLatin1StringView gitNamespace = "2e9eb7ed-3c0a-47d4-87c1-0ffdd275fd87"_L1;
constexpr QLatin1StringView environmentNamespace = "83d4c2e6-e57d-4d6e-892b-b87222b7ad20"_L1;
constexpr QLatin1StringView webId = "0f0e0d0c-0b0a-4908-8706-050403020100"_L1;
constexpr int editPolicies = 2048;
constexpr ScenarioRow::File branchPolicy{
    .name = "policies.tf",
    .content = "data \"azuredevops_git_repository\" \"web\" {\n"
               "  project_id = data.azuredevops_project.fiber.id\n"
               "  name       = \"web\"\n}\n\n"
               "resource \"azuredevops_branch_policy_min_reviewers\" \"main\" {\n"
               "  project_id = data.azuredevops_project.fiber.id\n\n"
               "  settings {\n"
               "    reviewer_count = 2\n\n"
               "    scope {\n"
               "      repository_id  = data.azuredevops_git_repository.web.id\n"
               "      repository_ref = \"refs/heads/main\"\n"
               "      match_type     = \"Exact\"\n"
               "    }\n"
               "  }\n}\n"};

// Checks on what exists already, which the configuration finds by name.
constexpr ScenarioRow::File checksByName{
    .name = "checks.tf",
    .content = "data \"azuredevops_environment\" \"production\" {\n"
               "  project_id = data.azuredevops_project.fiber.id\n"
               "  name       = \"production\"\n}\n\n"
               "data \"azuredevops_variable_group\" \"common\" {\n"
               "  project_id = data.azuredevops_project.fiber.id\n"
               "  name       = \"common\"\n}\n\n"
               "resource \"azuredevops_check_exclusive_lock\" \"production\" {\n"
               "  project_id           = data.azuredevops_project.fiber.id\n"
               "  target_resource_id   = data.azuredevops_environment.production.id\n"
               "  target_resource_type = \"environment\"\n}\n\n"
               "resource \"azuredevops_check_exclusive_lock\" \"common\" {\n"
               "  project_id           = data.azuredevops_project.fiber.id\n"
               "  target_resource_id   = data.azuredevops_variable_group.common.id\n"
               "  target_resource_type = \"variablegroup\"\n}\n"};

// The identity administers both, and nothing above them.
void objectsByName(Scenario *scenario)
{
    Organization &contoso = scenario->world.organizations.front();
    const QString project = mainProject(&scenario->world).id;
    contoso.objects = {
        {.kind = NamedObject::Kind::Environment,
         .id = u"31"_s,
         .name = u"production"_s,
         .projectId = project},
        {.kind = NamedObject::Kind::VariableGroup, .id = u"41"_s, .name = u"common"_s, .projectId = project}};
    const Member *member = identityMember(&scenario->world);
    if (!member)
        return;
    contoso.roles = {{.scope = u"distributedtask.environmentreferencerole"_s,
                      .resourceId = project + u"_31"_s,
                      .storageKey = member->storageKey,
                      .role = u"Administrator"_s},
                     {.scope = u"distributedtask.variablegroup"_s,
                      .resourceId = project + u"$41"_s,
                      .storageKey = member->storageKey,
                      .role = u"Administrator"_s}};
}

// An administrator of all environments, but not of this one.
void objectDeny(Scenario *scenario)
{
    objectsByName(scenario);
    Organization &contoso = scenario->world.organizations.front();
    const QString project = mainProject(&scenario->world).id;
    contoso.roles.front() = {.scope = u"distributedtask.globalenvironmentreferencerole"_s,
                             .resourceId = project,
                             .storageKey = contoso.roles.front().storageKey,
                             .role = u"Administrator"_s};
    constexpr int administer = 8;
    setEntry(&contoso, *securityNamespace(environmentNamespace), u"Environments/%1/31"_s.arg(project),
             {.subject = contoso.roles.front().storageKey, .allow = 0, .deny = administer});
}

// Nobody is told which environments there are.
void lookUpRefused(Scenario *scenario)
{
    objectsByName(scenario);
    Fault refused;
    refused.path = u"/_apis/distributedtask/environments"_s;
    refused.times = 1000;
    refused.status = 403;
    refused.body =
        R"({"$id":"1","message":"Access denied.","typeKey":"AccessDeniedException","errorCode":0})";
    scenario->world.faults.push_back(refused);
}

QString webToken(Scenario *scenario)
{
    return u"repoV2/%1/%2"_s.arg(mainProject(&scenario->world).id, webId);
}

void addWeb(Scenario *scenario)
{
    scenario->world.organizations.front().repositories = {
        {.id = webId, .name = u"web"_s, .projectId = mainProject(&scenario->world).id}};
}

// In its own entry where no subject is named.
void say(Scenario *scenario, const QString &token, int allow, int deny, QString subject = {})
{
    const Member *member = identityMember(&scenario->world);
    if (subject.isEmpty() && member)
        subject = member->storageKey;
    setEntry(&scenario->world.organizations.front(), *securityNamespace(gitNamespace), token,
             {.subject = subject, .allow = allow, .deny = deny});
}

// Contributes, and may edit the policies of the repository.
void rightsComplete(Scenario *scenario)
{
    addWeb(scenario);
    say(scenario, webToken(scenario), editPolicies, 0);
}

void rightsReadOnly(Scenario *scenario)
{
    addWeb(scenario);
    if (Member *member = identityMember(&scenario->world))
        member->groups = {u"[Fabrikam-Fiber]\\Readers"_s};
}

void stakeholderCode(Scenario *scenario)
{
    rightsComplete(scenario);
    if (Member *member = identityMember(&scenario->world))
        member->accessLevel = u"stakeholder"_s;
}

void branchDeny(Scenario *scenario)
{
    rightsComplete(scenario);
    // "main" in UTF-16LE.
    say(scenario, webToken(scenario) + u"/refs/heads/6d00610069006e00"_s, 0, editPolicies);
}

// The identity is in Build Agents, and these are in Restricted.
void denyThroughGroup(Scenario *scenario)
{
    rightsComplete(scenario);
    Organization &contoso = scenario->world.organizations.front();
    Group restricted;
    restricted.displayName = u"Restricted"_s;
    restricted.projectId = mainProject(&scenario->world).id;
    restricted.originId = u"9a0b1c2d-7788-4990-8aab-bccddeeff002"_s;
    Group agents = restricted;
    agents.displayName = u"Build Agents"_s;
    agents.originId = u"9a0b1c2d-7788-4990-8aab-bccddeeff003"_s;
    agents.parents = {restricted.originId};
    contoso.groups.push_back(restricted);
    contoso.groups.push_back(agents);
    if (Member *member = identityMember(&scenario->world))
        member->groups.append(u"[Fabrikam-Fiber]\\Build Agents"_s);
    say(scenario, webToken(scenario), 0, editPolicies, restricted.originId);
}

void poolUser(Scenario *scenario)
{
    if (const Member *member = identityMember(&scenario->world))
        scenario->world.organizations.front().roles.push_back({.scope = u"distributedtask.agentpoolrole"_s,
                                                               .resourceId = u"7"_s,
                                                               .storageKey = member->storageKey,
                                                               .role = u"User"_s});
}

// Nobody's entry allows it, and administrators pass without one.
void onlyAsAdministrator(Scenario *scenario)
{
    addWeb(scenario);
    if (Member *member = identityMember(&scenario->world))
        member->groups.append(u"[contoso]\\Project Collection Administrators"_s);
    for (const Group &group : scenario->world.organizations.front().groups) {
        if (group.projectId.isEmpty() && group.wellKnown == "-0-0-0-0-1"_L1) {
            const QString administrators = group.originId;
            say(scenario, webToken(scenario), 0, editPolicies, administrators);
            return;
        }
    }
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
    {.name = "pool-user-not-admin"_L1,
     .title = "The configuration creates an agent pool, and the identity only uses one",
     .rootCause = "pool-manage-missing"_L1,
     .file = {.name = "pools.tf",
              .content = "resource \"azuredevops_agent_pool\" \"build\" {\n  name = \"build\"\n}\n"},
     .change = poolUser},
    {.name = "rights-complete"_L1,
     .title = "The configuration sets a branch policy, and the identity has every right for it",
     .outcome = Outcome::Ready,
     .file = branchPolicy,
     .change = rightsComplete},
    {.name = "rights-read-only"_L1,
     .title = "The configuration sets a branch policy, and the identity only reads",
     .rootCause = "permission-missing"_L1,
     .file = branchPolicy,
     .change = rightsReadOnly},
    {.name = "stakeholder-code"_L1,
     .title = "The identity has every right for a branch policy, and its access level hides all repositories",
     .rootCause = "stakeholder-licence"_L1,
     .file = branchPolicy,
     .change = stakeholderCode},
    {.name = "branch-deny"_L1,
     .title = "The identity may edit the policies of the repository, and not those of its main branch",
     .rootCause = "permission-missing"_L1,
     .file = branchPolicy,
     .change = branchDeny},
    {.name = "deny-through-group"_L1,
     .title = "A group that contains a group of the identity denies what its own entry allows",
     .rootCause = "permission-missing"_L1,
     .file = branchPolicy,
     .change = denyThroughGroup},
    {.name = "held-only-as-administrator"_L1,
     .title = "The identity may edit policies only because it is an administrator",
     .outcome = Outcome::Ready,
     .file = branchPolicy,
     .change = onlyAsAdministrator},
    {.name = "objects-by-name"_L1,
     .title = "The configuration finds an environment and a variable group by name, and the identity "
              "administers them",
     .outcome = Outcome::Ready,
     .file = checksByName,
     .change = objectsByName},
    {.name = "object-deny"_L1,
     .title = "The identity administers all environments but the one that the configuration finds by name",
     .rootCause = "permission-missing"_L1,
     .file = checksByName,
     .change = objectDeny},
    {.name = "admin-of-one-not-all"_L1,
     .title = "The configuration opens an environment to all pipelines, and the identity administers only it",
     .rootCause = "admin-all-resources-required"_L1,
     .file = {.name = "authorization.tf",
              .content = "data \"azuredevops_environment\" \"production\" {\n"
                         "  project_id = data.azuredevops_project.fiber.id\n"
                         "  name       = \"production\"\n}\n\n"
                         "resource \"azuredevops_pipeline_authorization\" \"production\" {\n"
                         "  project_id  = data.azuredevops_project.fiber.id\n"
                         "  resource_id = data.azuredevops_environment.production.id\n"
                         "  type        = \"environment\"\n}\n"},
     .change = objectsByName},
    {.name = "extension-manager-missing"_L1,
     .title = "The configuration installs an extension, and Azure DevOps does not say who may",
     .outcome = Outcome::Unclear,
     .rootCause = "rights-not-known"_L1,
     .file = {.name = "extension.tf",
              .content = "resource \"azuredevops_extension\" \"lint\" {\n"
                         "  publisher_id = \"contoso\"\n"
                         "  extension_id = \"lint\"\n}\n"}},
    {.name = "look-up-refused"_L1,
     .title = "Azure DevOps refuses to list the environments, so the one with that name is not known",
     .outcome = Outcome::Unclear,
     .rootCause = "rights-not-known"_L1,
     .file = checksByName,
     .change = lookUpRefused},
    {.name = "permission-missing"_L1,
     .title = "The configuration creates a repository, and the identity only reads",
     .file = {.name = "repository.tf",
              .content = "resource \"azuredevops_git_repository\" \"tools\" {\n"
                         "  project_id = data.azuredevops_project.fiber.id\n"
                         "  name       = \"tools\"\n"
                         "  initialization {\n    init_type = \"Clean\"\n  }\n}\n"}},
    {.name = "rights-not-known"_L1,
     .title = "The configuration creates a feed, and nobody can ask who may",
     .outcome = Outcome::Unclear,
     .file = {.name = "feed.tf",
              .content = "resource \"azuredevops_feed\" \"packages\" {\n"
                         "  name       = \"packages\"\n"
                         "  project_id = data.azuredevops_project.fiber.id\n}\n"}},
};

} // namespace

std::span<const ScenarioRow> permissionsScenarios()
{
    return permissionsRows;
}

} // namespace signet::sandbox
