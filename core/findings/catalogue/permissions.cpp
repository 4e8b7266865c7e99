#include "core/findings/catalogue/stages.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// What a member may do.
std::vector<Finding> permissionsFindings()
{
    constexpr auto stage = "permissions"_L1;
    return {
        {
            .id = finding::noProjectPermission,
            .stage = stage,
            .severity = Severity::Blocker,
            .explainedBy = {finding::tokenCacheStale},
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%principal|The identity% sees no project %project|of the organization%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Membership in the organization gives no access to its projects. The service "
                "says \"does not exist\" for missing and for forbidden alike, so a name that "
                "seems wrong may be right."),
            .fix =
                {{QT_TRANSLATE_NOOP(
                      "Finding",
                      "Make object id %objectId|of the identity% a member of Readers or Contributors of the "
                      "project, under "
                      "https://dev.azure.com/%organization|ORG%/%project|PROJECT%/_settings/permissions"),
                  nullptr, Actor::OrganizationAdmin}},
            .link = links::permissions,
            .match = {{.all = {"VS800075: The project with id '",
                               "' does not exist, or you do not have permission to access it"}}},
        },
        {
            .id = finding::createProjectDenied,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding",
                                  "%principal|The identity% may not create projects in %organization|the "
                                  "organization%"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Projects, processes and settings of the organization need rights of the "
                                  "whole collection. An administrator of a project does not have them."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Allow \"Create new projects\" under "
                                       "https://dev.azure.com/%organization|ORG%/_settings/permissions"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::permissions,
            .match = {{.all = {"TF50309: The following permissions are needed to perform this "
                               "operation: Create new projects"}}},
        },
        {
            .id = finding::endpointCreatorMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding",
                "%principal|The identity% may not create service connections in %project|the "
                "project%"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Service connections have roles of their own, apart from the rights in the "
                                  "project. Being an administrator elsewhere, or the build service, does not "
                                  "carry over."),
            .fix =
                {{QT_TRANSLATE_NOOP(
                      "Finding",
                      "Give the role Creator or Administrator under Project settings > Service "
                      "connections > Security: "
                      "https://dev.azure.com/%organization|ORG%/%project|PROJECT%/_settings/adminservices"),
                  nullptr, Actor::OrganizationAdmin}},
            .link = links::pipelinePermissions,
            .match = {{.all = {"You do not have permission to create a service connection. You need to "
                               "be a Creator for service connections in this project"}}},
        },
        {
            .id = finding::poolManageMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%principal|The identity% lacks rights on the agent pool"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Pools have roles in the organization and in each project. Creating pools, "
                                  "and elastic pools that scale, need the Administrator role in the "
                                  "organization."),
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
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "Administrator is needed on all resources of the type, not on one"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "azuredevops_pipeline_authorization for all pipelines asks for Administrator "
                "on every environment, queue or service connection of the project. One report "
                "of a managed identity that had all of it and stayed blocked is still open."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Give Administrator at project level in the security of that resource type, or "
                         "authorise single pipelines: "
                         "https://dev.azure.com/%organization|ORG%/%project|PROJECT%/_settings"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::pipelinePermissions,
            .match = {{.all = {"The resource doesn't exist or the user doesn't have admin permission "
                               "for all resources of that type"}}},
        },
        {
            .id = finding::spCannotDoIt,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "This operation is not open to service principals"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Some calls need a person: creating PATs, SSH keys and organizations, "
                                  "automatic Azure service connections, groups from Entra, and parts of the "
                                  "Marketplace. No permission changes that."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Use the manual or federated form of the resource with an identity that "
                         "exists; this finds service connections without credentials:"),
                     "grep -rn -A8 azuredevops_serviceendpoint_azurerm --include='*.tf' .", Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"The identity with type 'Microsoft.IdentityModel.Claims.ClaimsIdentity' "
                               "could not be found"}}},
        },
        {
            .id = finding::permissionMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%principal|The identity% lacks the right %permission|that the message names%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It is a member, but was not given this right, or a group denies it. A deny "
                "wins over every allow."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Allow it on %resource|the resource that the message names%, or remove the "
                         "deny, under https://dev.azure.com/%organization|ORG%/_settings/permissions"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::permissions,
            .match = {{.all = {"needs the following permission(s) on the resource"}},
                      {.all = {"TF50309"}},
                      {.all = {"AccessCheckException"}}},
        },
    };
}

} // namespace signet::chapters
