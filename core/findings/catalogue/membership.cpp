#include "core/findings/catalogue/chapters.h"

#include "core/findings/catalogue/commands.h"
#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// Whether the identity is a member, and with which access level.
std::vector<Finding> membershipFindings()
{
    constexpr auto chapter = "membership & licence"_L1;
    return {
        {
            .id = finding::wrongObjectId,
            .chapter = chapter,
            .actions = {FindingAction::ChooseIdentity},
            .severity = Severity::Blocker,
            .curedBy = GuidedStep::Identity,
            .title = QT_TRANSLATE_NOOP("Finding", "%value|The id% is not the service principal's object id"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Use the object id of the enterprise application (a managed identity's "
                                  "principal id); the app registration's object id and client id are "
                                  "rejected. The correct id is %suggestion|shown by the first command%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Look up the service principal's object id:"),
                     "signet principal find %clientId|CLIENT_ID%", Actor::You},
                    commands::planMembership,
                    commands::addMemberByHand},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"Failed to create service principal with object ID '"}},
                      {.all = {"(5000) The Id, OriginId, or User.PrincipalName must be set"}}},
            .serviceErrors = {"sp-create-failed"_L1, "VS860016"_L1},
            .alsoMeantBy = {{"VS403283"_L1, 0.5}, {"TF14045"_L1, 0.4}},
        },
        {
            .id = finding::userEntitlementForSp,
            .chapter = chapter,
            .noAction = NoAction::Outside,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "azuredevops_user_entitlement does not work for identities"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "People and service principals use separate APIs, and the one for people requires an email "
                "address. Provider 1.6.0 and later has a resource for service principals."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Replace it with azuredevops_service_principal_entitlement and origin_id = "
                         "\"%objectId|OBJECT_ID%\". This command finds the places:"),
                     {"grep -rn azuredevops_user_entitlement --include='*.tf' .",
                      "Get-ChildItem -Recurse -Filter *.tf | Select-String azuredevops_user_entitlement"},
                     Actor::You}},
            .link = links::providerServicePrincipalEntitlement,
            .match = {{.all = {"(5000) Given email address '", "' is invalid"}}},
            .serviceErrors = {"sp-on-user-endpoint"_L1},
        },
        {
            .id = finding::entitlementReplicationDelay,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure DevOps does not know the new identity yet"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Microsoft Entra sends new identities to Azure DevOps with a delay, usually a minute or two. "
                "Until then, adding the identity fails even though Microsoft Entra already shows it."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Wait up to five minutes, then try again:"),
                     "terraform apply", Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"(VS403283) Could not add user '", "' at this time"}},
                      {.all = {"The logged in user", "was not found in the Azure DevOps organization"}}},
            .serviceErrors = {"VS403283"_L1},
            .alsoMeantBy = {{"TF401444"_L1, 0.25}, {"VS860016"_L1, 0.4}},
        },
        {
            .id = finding::stakeholderLicence,
            .chapter = chapter,
            .actions = {FindingAction::PlanMembership, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%principal|The identity% has access level %accessLevel|Stakeholder or none%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Stakeholders cannot see repositories and some other features; the service reports them as "
                "not existing. New members get the organization's default level, which can be Stakeholder."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Assign Basic to object id %objectId|OBJECT_ID% under "
                         "https://dev.azure.com/%organization|ORG%/_settings/users, or with a plan:"),
                     commands::planMember, Actor::OrganizationAdmin}},
            .link = links::accessLevels,
            .match = {{.all = {"The Git repository with name or identifier",
                               "does not exist or you do not have permissions for the operation you "
                               "are attempting"}}},
            .serviceErrors = {"TF401019"_L1},
            .alsoMeantBy = {{"TF400813-identity"_L1, 0.3}},
        },
        {
            .id = finding::accessLevelNotKnown,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain, FindingAction::AskAdministrator},
            .severity = Severity::Warning,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The access level of %principal|the identity% is not known"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Azure DevOps did not say it, or it is %accessLevel|a level that Signet does not know%. "
                "Stakeholders cannot use repositories and some other features."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Look for object id %objectId|OBJECT_ID% under "
                                       "https://dev.azure.com/%organization|ORG%/_settings/users. It needs "
                                       "Basic, which a plan can give it:"),
                     commands::planMember, Actor::OrganizationAdmin}},
            .link = links::accessLevels,
        },
        {
            .id = finding::licenceBasicAlias,
            .chapter = chapter,
            .noAction = NoAction::Outside,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "account_license_type = \"basic\" fails when creating a member"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The resource accepts basic as another name for express, but sends it unchanged when it "
                "creates the member. This was found in the source code of provider 1.16.0 and not tested."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Use express:"),
                     {"sed -i 's/account_license_type = \"basic\"/account_license_type = \"express\"/' "
                      "%path|main.tf%",
                      "(Get-Content %path|main.tf%) -replace 'account_license_type = \"basic\"', "
                      "'account_license_type = \"express\"' | Set-Content %path|main.tf%"},
                     Actor::You}},
            .link = links::providerServicePrincipalEntitlement,
        },
        {
            .id = finding::licenceNotAssignable,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "No Basic license could be assigned to %principal|the identity%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "No license is free, billing is not set up, or the caller cannot "
                                       "assign access levels. A service principal uses one license in every "
                                       "organization, even with multi-organization billing."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Free up or buy a license, or ask a collection administrator to assign it, under "
                         "https://dev.azure.com/%organization|ORG%/_settings/users"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::accessLevels,
            .match = {{.all = {"(5005) Failed to assign license Account-Express to identity with id"}}},
            .serviceErrors = {"entitlement-5000"_L1},
        },
        {
            .id = finding::groupRuleNotApplied,
            .chapter = chapter,
            .actions = {FindingAction::PlanMembership, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "Groups and group rules do not add %principal|the identity%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Group rules do not assign licenses to service principals, and "
                                       "membership in an Entra group does not make them users. The group's "
                                       "permissions apply once the identity itself is a member."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Add the identity itself and assign its access level directly:"),
                     commands::planMember, Actor::OrganizationAdmin}},
            .link = links::identitiesInAzureDevOps,
            .alsoMeantBy = {{"TF401444"_L1, 0.33}},
        },
        {
            .id = finding::addUsersDenied,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::SignIn},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The signed-in account cannot add members to %organization|the organization%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Only collection administrators can add members and choose their "
                                       "access level. Project and team administrators can invite people if "
                                       "the policy allows it, but cannot choose the level."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Ask a collection administrator to run this plan and apply it:"),
                     commands::planMember, Actor::OrganizationAdmin},
                    commands::addMemberByHand},
            .link = links::permissions,
            .match = {{.all = {"(5032) Access Denied:",
                               "needs the following permission(s) on the resource Users to perform "
                               "this action: Add Users"}}},
            .serviceErrors = {"access-denied-add-users"_L1},
        },
        {
            .id = finding::uiPickerCannotFind,
            .chapter = chapter,
            .actions = {FindingAction::PlanMembership},
            .severity = Severity::Info,
            .title = QT_TRANSLATE_NOOP("Finding", "The Users page does not list the identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The search uses the display name, lags behind Microsoft Entra, and hides identities of "
                "other tenants. A system-assigned identity has the name of its machine."),
            .fix = {commands::planMembership,
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Search for the exact name %principal|of the resource% under "
                                       "https://dev.azure.com/%organization|ORG%/_settings/users, or add the "
                                       "identity by object id:"),
                     commands::addMember, Actor::OrganizationAdmin}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"No identities found"}}},
        },
        {
            .id = finding::graphListEmpty,
            .chapter = chapter,
            .noAction = NoAction::Outside,
            .severity = Severity::Info,
            .title = QT_TRANSLATE_NOOP("Finding", "The member list looks empty although the identity exists"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The list is returned in pages, and the first pages can be empty. Clients that do not follow "
                "the continuation token conclude that the identity is missing."),
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
            .chapter = chapter,
            .actions = {FindingAction::PlanMembership, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "%organization|The organization% does not allow external guests"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The policy applies to people. An identity affected by it was added "
                                       "through the API for users, or belongs to another tenant."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Add an identity by its object id, with a plan:"),
                     commands::planMember, Actor::OrganizationAdmin},
                    commands::addMemberByHand,
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Change the policy if people have to be invited: "
                         "https://dev.azure.com/%organization|ORG%/_settings/organizationPolicy"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"(5101)", "outside your directory"}}},
            .serviceErrors = {"entitlement-5101"_L1},
        },
        {
            .id = finding::invitationPending,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The signed-in person has not accepted the invitation yet"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The account is invited to the organization and cannot change "
                                       "anything until it accepts. Identities need no invitation."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Accept the invitation in a browser, or use another administrator: "
                                       "https://dev.azure.com/%organization|ORG%"),
                     nullptr, Actor::You}},
            .link = links::addUsers,
            .match = {{.all = {"VS403318"}}},
            .serviceErrors = {"VS403318"_L1},
        },
        {
            .id = finding::groupMembershipRefused,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure DevOps rejects this group membership"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The group does not exist, belongs to another project, would contain "
                                       "itself, or is a project group inside an organization group. Only the "
                                       "service can change groups named \"Valid Users\"."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Choose a group of the same project or of the organization, listed "
                                       "under https://dev.azure.com/%organization|ORG%/_settings/groups"),
                     nullptr, Actor::You},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Look up the group's members under "
                                       "https://dev.azure.com/%organization|ORG%/_settings/groups"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::permissions,
            .match = {{.all = {"TF50233"}},
                      {.all = {"TF50258"}},
                      {.all = {"TF50375"}},
                      {.all = {"TF400031"}},
                      {.all = {"TF50618"}}},
            .serviceErrors = {"TF50258"_L1, "TF50233"_L1, "TF50375"_L1, "TF400031"_L1, "TF50618"_L1},
        },
    };
}

} // namespace signet::chapters
