#include "core/findings/catalogue/chapters.h"

#include "core/findings/catalogue/commands.h"
#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// What a member may do.
std::vector<Finding> permissionsFindings()
{
    constexpr auto chapter = "permissions"_L1;
    return {
        {
            .id = finding::noProjectPermission,
            .chapter = chapter,
            .actions = {FindingAction::PlanMembership, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .explainedBy = {finding::tokenCacheStale},
            .title =
                QT_TRANSLATE_NOOP("Finding", "%principal|The identity% cannot see project %project|PROJECT%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Membership in the organization does not give access to its projects. "
                                       "The service reports \"does not exist\" for missing and inaccessible "
                                       "projects alike, so a name that looks wrong can be right."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Plan the access, review the changes, and apply them; choose the role it needs:"),
                     commands::planProject, Actor::OrganizationAdmin},
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Add object id %objectId|OBJECT_ID% to Readers or Contributors of the project, "
                         "under "
                         "https://dev.azure.com/%organization|ORG%/%project|PROJECT%/_settings/permissions"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::permissions,
            .match = {{.all = {"VS800075: The project with id '",
                               "' does not exist, or you do not have permission to access it"}}},
            .serviceErrors = {"VS800075"_L1, "TF200016"_L1, "projects-empty"_L1, "VS403496"_L1},
            .alsoMeantBy = {{"TF401019"_L1, 0.45}},
        },
        {
            .id = finding::createProjectDenied,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding",
                "%principal|The identity% cannot create projects in %organization|the organization%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Projects, processes, and organization settings require permissions "
                                       "on the whole collection. Project administrators do not have them."),
            .fix = {commands::planRights,
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Allow \"Create new projects\" under "
                                       "https://dev.azure.com/%organization|ORG%/_settings/groups"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::permissions,
            .match = {{.all = {"TF50309: The following permissions are needed to perform this "
                               "operation: Create new projects"}}},
        },
        {
            .id = finding::endpointCreatorMissing,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding",
                "%principal|The identity% cannot create service connections in %project|the project%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Service connections have their own roles, separate from project permissions. Being an "
                "administrator elsewhere, or the build service, does not help."),
            .fix =
                {commands::planRights,
                 {QT_TRANSLATE_NOOP(
                      "Finding",
                      "Assign the Creator or Administrator role under Project settings > Service connections "
                      "> Security: "
                      "https://dev.azure.com/%organization|ORG%/%project|PROJECT%/_settings/adminservices"),
                  nullptr, Actor::OrganizationAdmin}},
            .link = links::pipelinePermissions,
            .match = {{.all = {"You do not have permission to create a service connection. You need to "
                               "be a Creator for service connections in this project"}}},
        },
        {
            .id = finding::poolManageMissing,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "%principal|The identity% lacks permissions on the agent pool"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Pools have roles in the organization and in each project. Creating pools, and scaling "
                "elastic pools, requires the Administrator role in the organization."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Add the identity as Administrator under Organization settings > Agent pools > "
                         "Security: https://dev.azure.com/%organization|ORG%/_settings/agentpools"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::pipelinePermissions,
            .match = {{.all = {"Access denied.", "needs Manage permissions to perform the action"}},
                      {.all = {"does not have Manage permissions in the Azure DevOps organization "
                               "provided"}}},
        },
        {
            .id = finding::adminAllResourcesRequired,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Administrator is required on all resources of the type"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "For all pipelines, azuredevops_pipeline_authorization requires Administrator on every "
                "environment, queue, or service connection of the project. One report of a managed identity "
                "that stayed blocked despite this is still open."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Assign Administrator at project level in the security of that resource type, or "
                         "authorize single pipelines: "
                         "https://dev.azure.com/%organization|ORG%/%project|PROJECT%/_settings"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::pipelinePermissions,
            .match = {{.all = {"The resource doesn't exist or the user doesn't have admin permission "
                               "for all resources of that type"}}},
        },
        {
            .id = finding::spCannotDoIt,
            .chapter = chapter,
            .noAction = NoAction::Outside,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Service principals cannot perform this operation"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Some operations need a person, such as creating PATs, SSH keys, organizations, and "
                "automatic Azure service connections, or adding Entra groups. No permission changes that."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Use the manual or federated form of the resource with an existing identity. This "
                         "command finds service connections without credentials:"),
                     {"grep -rn -A8 azuredevops_serviceendpoint_azurerm --include='*.tf' .",
                      "Get-ChildItem -Recurse -Filter *.tf | Select-String "
                      "azuredevops_serviceendpoint_azurerm -Context 0,8"},
                     Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"The identity with type 'Microsoft.IdentityModel.Claims.ClaimsIdentity' "
                               "could not be found"}}},
            .serviceErrors = {"graph-group-503"_L1},
        },
        {
            .id = finding::permissionMissing,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .curedBy = GuidedStep::SignIn,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%principal|The identity% lacks the permission %permission|in the error message%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It is a member, but was not granted this permission, or a group "
                                       "denies it. A deny overrides every allow."),
            .fix = {commands::planRights,
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Allow it on %resource|the resource in the error message%, or remove the deny, "
                         "under https://dev.azure.com/%organization|ORG%/_settings/groups"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::permissions,
            .match = {{.all = {"needs the following permission(s) on the resource"}},
                      {.all = {"TF50309"}},
                      {.all = {"AccessCheckException"}}},
            .serviceErrors = {"access-denied"_L1, "TF50309"_L1},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding",
                                      "Your account lacks the permission %permission|in the error message%"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "It was not granted this permission, or a group denies it. A deny "
                                      "overrides every allow."),
                    {{QT_TRANSLATE_NOOP(
                          "Finding",
                          "Ask an administrator to allow it on %resource|the resource in the error message%, "
                          "or to remove the deny, under "
                          "https://dev.azure.com/%organization|ORG%/_settings/groups"),
                      nullptr, Actor::OrganizationAdmin}}},
        },
        {
            .id = finding::rightsNotKnown,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title =
                QT_TRANSLATE_NOOP("Finding", "Some rights that the configuration needs were not checked"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Whether %principal|the identity% has these is not known: %rights|those "
                                  "of parts that could not be read%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "List every right, what it is needed for, and why it could not be "
                                       "checked; with --plan FILE, only rights for actual changes:"),
                     "signet terraform needs --dir %directory|.% --org https://dev.azure.com/"
                     "%organization|ORG% --check",
                     Actor::You}},
            .link = links::permissions,
        },
    };
}

} // namespace signet::chapters
