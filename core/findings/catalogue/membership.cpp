#include "core/findings/catalogue/stages.h"

#include "core/findings/catalogue/commands.h"
#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// Whether the identity is a member, and with which access level.
std::vector<Finding> membershipFindings()
{
    constexpr auto stage = "membership & licence"_L1;
    return {
        {
            .id = finding::wrongObjectId,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%value|The id that was given% is not the object id of the service principal"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Adding a member takes the object id of the enterprise application, which is "
                "the principal id of a managed identity. The object id of the app "
                "registration and the client id look the same and are refused. The right one is "
                "%suggestion|what the first command shows%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Read the object id of the service principal:"),
                     "az ad sp show --id %clientId|CLIENT_ID% --query id -o tsv", Actor::You},
                    {QT_TRANSLATE_NOOP("Finding", "Add the identity by that object id:"), commands::addMember,
                     Actor::OrganizationAdmin}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"Failed to create service principal with object ID '"}},
                      {.all = {"(5000) The Id, OriginId, or User.PrincipalName must be set"}}},
        },
        {
            .id = finding::userEntitlementForSp,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "azuredevops_user_entitlement is used for an identity"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "People and service principals have separate interfaces, and the one for "
                                  "people insists on an e-mail address. Provider 1.6.0 and later have a "
                                  "resource for identities."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Replace it by azuredevops_service_principal_entitlement with origin_id = "
                         "\"%objectId|OBJECT_ID%\"; this finds the places:"),
                     "grep -rn azuredevops_user_entitlement --include='*.tf' .", Actor::You}},
            .link = links::providerServicePrincipalEntitlement,
            .match = {{.all = {"(5000) Given email address '", "' is invalid"}}},
        },
        {
            .id = finding::entitlementReplicationDelay,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure DevOps does not see the new identity yet"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Entra tells Azure DevOps about new identities some time later, mostly within "
                "a minute or two. Until then adding it fails, although Entra already shows it."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Wait up to five minutes and repeat:"), "terraform apply",
                     Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"(VS403283) Could not add user '", "' at this time"}},
                      {.all = {"The logged in user", "was not found in the Azure DevOps organization"}}},
        },
        {
            .id = finding::stakeholderLicence,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%principal|The identity% has access level %accessLevel|Stakeholder or none%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Stakeholders do not see repositories and more, and the service says that "
                "these do not exist. New members get the default level of the organization, "
                "which may be Stakeholder."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Assign Basic to the object id %objectId|of the identity% under "
                         "https://dev.azure.com/%organization|ORG%/_settings/users, or by a plan:"),
                     commands::planMember, Actor::OrganizationAdmin}},
            .link = links::accessLevels,
            .match = {{.all = {"The Git repository with name or identifier",
                               "does not exist or you do not have permissions for the operation you "
                               "are attempting"}}},
        },
        {
            .id = finding::licenceBasicAlias,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "account_license_type = \"basic\" is accepted, then refused on create"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The resource takes basic as another name of express, but sends it unchanged "
                "when it creates the member. This was read in the source of provider 1.16.0, "
                "not run."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Write express:"),
                     "sed -i 's/account_license_type = \"basic\"/account_license_type = \"express\"/' "
                     "%path|main.tf%",
                     Actor::You}},
            .link = links::providerServicePrincipalEntitlement,
        },
        {
            .id = finding::licenceNotAssignable,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "No Basic seat could be assigned to %principal|the identity%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "No seat is free, billing is not set up, or the caller may not assign access "
                "levels. A service principal uses a seat in every organization, also with "
                "billing across organizations."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Free or buy a seat, or have a collection administrator assign it, under "
                         "https://dev.azure.com/%organization|ORG%/_settings/users"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::accessLevels,
            .match = {{.all = {"(5005) Failed to assign license Account-Express to identity with id"}}},
        },
        {
            .id = finding::groupRuleNotApplied,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "An Entra group or a group rule does not add %principal|the identity%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Group rules do not give licences to service principals, and membership in an "
                "Entra group does not make them users. Permissions of the group apply once "
                "the identity itself is a member."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Add the identity itself and assign the level directly:"),
                     commands::planMember, Actor::OrganizationAdmin}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::addUsersDenied,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The signed-in account may not add members to %organization|the organization%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Only collection administrators add members and choose their access level. "
                "Administrators of projects and teams may invite when the policy allows it, "
                "without a choice of the level."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Have a collection administrator add object id %objectId|of the identity% under "
                         "https://dev.azure.com/%organization|ORG%/_settings/users, or by:"),
                     commands::addMember, Actor::OrganizationAdmin}},
            .link = links::permissions,
            .match = {{.all = {"(5032) Access Denied:",
                               "needs the following permission(s) on the resource Users to perform "
                               "this action: Add Users"}}},
        },
        {
            .id = finding::uiPickerCannotFind,
            .stage = stage,
            .severity = Severity::Info,
            .title = QT_TRANSLATE_NOOP("Finding", "The page Users does not offer the identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The search goes by display name, lags behind Entra, and hides identities of "
                "other tenants. A system-assigned identity has the name of its machine."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Search the exact name %principal|of the resource% under "
                         "https://dev.azure.com/%organization|ORG%/_settings/users, or add it by object "
                         "id:"),
                     commands::addMember, Actor::OrganizationAdmin}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"No identities found"}}},
        },
        {
            .id = finding::graphListEmpty,
            .stage = stage,
            .severity = Severity::Info,
            .title =
                QT_TRANSLATE_NOOP("Finding", "A list of members looks empty although the identity is there"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The list comes in pages, and the first ones may be empty. Callers that do "
                                  "not follow the continuation token conclude that the identity is missing."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Follow X-MS-ContinuationToken to the last page:"),
                     "az rest --method get --resource 499b84ac-1321-427f-aa17-267ca6975798 --url "
                     "https://vssps.dev.azure.com/%organization|ORG%'/_apis/graph/"
                     "serviceprincipals?api-version=7.1-preview.1'",
                     Actor::You}},
            .link = links::restInterface,
            .match = {{.all = {"X-MS-ContinuationToken:", "\"count\":0"}}},
        },
        {
            .id = finding::guestPolicyBlocksInvite,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding",
                "%organization|The organization% does not allow invitations from outside the "
                "directory"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The policy concerns people. An identity that runs into it was sent to the "
                                  "interface for users, or belongs to another tenant."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Add identities by object id; for people change the policy under "
                         "https://dev.azure.com/%organization|ORG%/_settings/organizationPolicy"),
                     commands::addMember, Actor::OrganizationAdmin}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"(5101)", "outside your directory"}}},
        },
        {
            .id = finding::invitationPending,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The signed-in person has not accepted the invitation yet"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The account is invited to the organization, and can change nothing before it "
                "accepts. Identities need no invitation."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Accept the invitation in a browser, or use another administrator: "
                                       "https://dev.azure.com/%organization|ORG%"),
                     nullptr, Actor::You}},
            .link = links::accessLevels,
            .match = {{.all = {"VS403318"}}},
        },
        {
            .id = finding::groupMembershipRefused,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure DevOps refuses this group membership"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The group does not exist, belongs to another project, would contain itself, "
                "or is a project group in a group of the organization. Groups called \"Valid "
                "Users\" are changed only by the service itself."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Name a group of the same project or of the organization, as listed under "
                         "https://dev.azure.com/%organization|ORG%/_settings/groups"),
                     nullptr, Actor::You},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Look up the members of the group under "
                                       "https://dev.azure.com/%organization|ORG%/_settings/groups"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::permissions,
            .match = {{.all = {"TF50233"}},
                      {.all = {"TF50258"}},
                      {.all = {"TF50375"}},
                      {.all = {"TF400031"}},
                      {.all = {"TF50618"}}},
        },
    };
}

} // namespace signet::chapters
