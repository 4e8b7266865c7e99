#include "core/findings/catalogue/chapters.h"

#include "core/findings/catalogue/commands.h"
#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// Which organization, and whether it lets the token in.
std::vector<Finding> organizationFindings()
{
    constexpr auto chapter = "organization"_L1;
    return {
        {
            .id = finding::orgUrlWrong,
            .chapter = chapter,
            .actions = {FindingAction::CorrectOrganization, FindingAction::EditConfiguration},
            .severity = Severity::Blocker,
            .curedBy = GuidedStep::Organization,
            .title =
                QT_TRANSLATE_NOOP("Finding", "%value|The organization URL% does not lead to an organization"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The provider uses the URL exactly as written, and some tools report a wrong "
                "URL as a missing permission. Why it is wrong: %reason|it is empty, mistyped, or "
                "still a sample value%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Let Signet correct the provider block:"),
                     "signet terraform write --dir %directory|.% --org ORG", Actor::You},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Copy the name from your browser, if a variable holds the URL:"),
                     {"export AZDO_ORG_SERVICE_URL=https://dev.azure.com/ORG",
                      "Set-Item Env:AZDO_ORG_SERVICE_URL https://dev.azure.com/ORG"},
                     Actor::You}},
            .link = links::namingRules,
            .match = {{.all = {"Azure DevOps Organization:",
                               "doesn't exist or can't be found. Make sure the URL is correct."}},
                      {.all = {"The resource cannot be found"}},
                      {.all = {"the url of the Azure DevOps is required"}}},
            .serviceErrors = {"org-not-found"_L1, "VS850015"_L1},
        },
        {
            .id = finding::orgUrlHasProject,
            .chapter = chapter,
            .actions = {FindingAction::CorrectOrganization, FindingAction::EditConfiguration},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The organization URL contains a project"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The provider expects the Azure DevOps APIs below this URL, and there are none below a "
                "project or a page. The error then mentions an API location that is not registered, or an "
                "invalid character."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Let Signet correct the provider block:"),
                     "signet terraform write --dir %directory|.% --org %organization|ORG%", Actor::You},
                    {QT_TRANSLATE_NOOP("Finding", "Keep only the organization, if a variable holds the URL:"),
                     {"export AZDO_ORG_SERVICE_URL=https://dev.azure.com/%organization|ORG%",
                      "Set-Item Env:AZDO_ORG_SERVICE_URL https://dev.azure.com/%organization|ORG%"},
                     Actor::You}},
            .link = links::provider,
            .match = {{.all = {"API resource location", "is not registered on https://dev.azure.com/"}},
                      {.all = {"Page not found"}}},
        },
        {
            .id = finding::orgUrlLegacyHost,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The organization URL uses visualstudio.com"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Azure DevOps redirects between this form and dev.azure.com, and tools keep a separate "
                "sign-in for each. The data source azuredevops_client_config does not support this form."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Use the dev.azure.com form everywhere:"),
                     {"export AZDO_ORG_SERVICE_URL=https://dev.azure.com/%organization|ORG%",
                      "Set-Item Env:AZDO_ORG_SERVICE_URL https://dev.azure.com/%organization|ORG%"},
                     Actor::You}},
            .link = links::provider,
            .alsoMeantBy = {{"TF400813-identity"_L1, 0.15}},
        },
        {
            .id = finding::orgUrlOtherOrganization,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CorrectOrganization},
            .severity = Severity::Blocker,
            .explainedBy = {finding::orgUrlWrong},
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "Terraform would work in %otherOrganization|another organization%, "
                                       "not in %organization|yours%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "%variable|org_service_url% is %value|the URL of another "
                                       "organization%. The provider uses it, whatever you check with --org."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Let Signet correct the provider block:"),
                     "signet terraform write --dir %directory|.% --org %organization|ORG%", Actor::You},
                    {QT_TRANSLATE_NOOP("Finding", "Check the other organization, if that is the right one:"),
                     "signet diagnose --org %otherOrganization|ORG% --terraform %directory|.%", Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::orgNotEntraBacked,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::CorrectOrganization},
            .severity = Severity::Blocker,
            .curedBy = GuidedStep::Organization,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%organization|The organization% is not connected to Microsoft Entra ID"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Only Azure DevOps Services organizations that are connected to a "
                                       "tenant support service principals and managed identities. "
                                       "Organizations of personal accounts and Azure DevOps Server do not."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Connect the organization under "
                         "https://dev.azure.com/%organization|ORG%/_settings/organizationAad after you "
                         "decide which account will own it; on Azure DevOps Server, keep using PATs."),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::connectToEntra,
            .match = {{.all = {"tenant resource is 00000000000000000000000000000000"}}},
            .serviceErrors = {"org-not-entra"_L1},
        },
        {
            .id = finding::notInOrg,
            .chapter = chapter,
            .actions = {FindingAction::PlanMembership, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .explainedBy = {finding::wrongObjectId, finding::userEntitlementForSp, finding::licenceBasicAlias,
                            finding::licenceNotAssignable, finding::groupRuleNotApplied,
                            finding::addUsersDenied, finding::guestPolicyBlocksInvite,
                            finding::identityRecreated},
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%principal|The identity% is not a member of %organization|the organization%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Azure DevOps accepted the token, but an identity becomes a member "
                                       "only when it is added by object id. A first sign-in, a browser, or "
                                       "an Entra group does not add it, whatever the message says."),
            .fix = {commands::planMembership, commands::addMemberByHand},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"TF401444: Please sign-in at least once as",
                               "in a web browser to enable access to the service"}},
                      {.all = {"You are not authorized to access Azure DevOps Organization"}},
                      {.all = {"agent pool with id", "not found"}}},
            .serviceErrors = {"TF400813-identity"_L1, "TF401444"_L1, "TF14045"_L1, "not-in-directory"_L1},
            .usual = true,
        },
        {
            .id = finding::anonymousGuid,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .nature = Nature::Symptom,
            .causes = {finding::wrongAudience, finding::tenantMismatch, finding::tokenExpiredMidrun,
                       finding::sovereignCloud, finding::patOverridesMsi, finding::azDevopsExtIgnoresMi},
            .title = QT_TRANSLATE_NOOP("Finding", "Azure DevOps treats the caller as anonymous"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The user aaaaaaaa-aaaa-… means a credential that is missing, "
                                       "expired, malformed, or for another organization or tenant. No such "
                                       "user exists, so granting it permissions does not help."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding", "Check the token's header, audience, tenant, and expiry, in this order:"),
                     "signet token --resource 499b84ac-1321-427f-aa17-267ca6975798", Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not "
                               "authorized to access this resource"}}},
            .serviceErrors = {"anonymous-200"_L1, "TF400813-anonymous"_L1},
        },
        {
            .id = finding::conditionalAccessBlocked,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "A Conditional Access policy blocks the sign-in"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "A policy allows only certain locations, devices, or identities. It "
                                       "can apply to the person, a single-tenant service principal, or the "
                                       "address that calls Azure DevOps; the response does not show which."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Exclude %principal|this identity% or the address it uses, under "
                                       "Microsoft Entra ID > Conditional Access > Policies."),
                     nullptr, Actor::AzureAdmin}},
            .link = links::conditionalAccess,
            .match = {{.all = {"VS403463"}},
                      {.all = {"AADSTS53003"}},
                      {.all = {"AADSTS53000"}},
                      {.all = {"AADSTS530003"}}},
            .serviceErrors = {"VS403463"_L1, "AADSTS53003"_L1, "AADSTS53000"_L1, "AADSTS530003"_L1},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "A Conditional Access policy blocks the sign-in"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "The tenant allows this account only from certain locations, devices, "
                                      "or programs: %serviceMessage|the response does not show which%. The "
                                      "policy applies to you as a person, not to the managed identity."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Sign in from a location and device that the policy allows. "
                                        "Microsoft Entra ID > Sign-in logs shows which policy was applied."),
                      nullptr, Actor::You},
                     {QT_TRANSLATE_NOOP("Finding",
                                        "Exclude the account, or the app registration that it signs in with, "
                                        "under Microsoft Entra ID > Conditional Access > Policies."),
                      nullptr, Actor::AzureAdmin}}},
        },
        {
            .id = finding::credentialRejected,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .nature = Nature::Symptom,
            .causes = {finding::wrongAudience, finding::tenantMismatch, finding::tokenExpiredMidrun,
                       finding::sovereignCloud, finding::notInOrg, finding::patOverridesMsi},
            .curedBy = GuidedStep::SignIn,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure DevOps returned 401 without a reason"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The credential has expired or has a wrong audience or tenant, a PAT lacks the scope, or a "
                "policy blocks it. The token's claims reveal most of these without another request."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Compare the token's audience, tenant, and expiry with the "
                                       "organization, in this order:"),
                     "signet token --resource 499b84ac-1321-427f-aa17-267ca6975798", Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"UnauthorizedRequestException"}}},
            .serviceErrors = {"unauthorized-empty"_L1, "unauthorized-typed"_L1},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "%organization|Azure DevOps% rejects the sign-in of %user|the administrator%"),
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "It returned 401 without a reason: the sign-in has expired, is for a different "
                        "tenant from the organization's, or is blocked by an organization policy."),
                    {{QT_TRANSLATE_NOOP("Finding", "Sign in again, in the organization's tenant:"),
                      "signet login --tenant %organizationTenantId|TENANT_ID%", Actor::You,
                      StepAction::SignIn},
                     {QT_TRANSLATE_NOOP("Finding",
                                        "Check which kinds of sign-in are allowed, under Organization "
                                        "settings > Policies."),
                      nullptr, Actor::OrganizationAdmin}}},
        },
        {
            .id = finding::orgStopped,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .exit = Exit::NotReachable,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "%organization|The organization% is deactivated or under maintenance"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Azure DevOps stopped the organization after long inactivity, for a "
                                       "move, or for an import. No identity has access until it runs again."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Open the organization as its owner and reactivate it, or wait until "
                                       "maintenance ends: https://dev.azure.com/%organization|ORG%"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::serviceStatus,
            .match = {{.all = {"TF24668"}}},
            .serviceErrors = {"TF24668"_L1},
        },
        {
            .id = finding::wrongAccountSignedIn,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "The administrator used the wrong account or tenant"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A work account was used where the personal account has access, the reverse, or an account "
                "of another tenant. Use the account that opens the organization in the browser."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in with that account, in the organization's tenant:"),
                     "az login --tenant %organizationTenantId|TENANT_ID% --allow-no-subscriptions",
                     Actor::You}},
            .link = links::azureCliSignIn,
            .match = {{.all = {"VS403362"}},
                      {.all = {"VS403363"}},
                      {.all = {"VS403408"}},
                      {.all = {"AADSTS50020"}}},
            .serviceErrors = {"VS403362"_L1, "VS403363"_L1, "AADSTS50020"_L1},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "%user|The signed-in account% has no access to %organization|the organization%"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "A work account was used where the personal account has access, the "
                                      "reverse, or an account of another tenant. Use the account that opens "
                                      "the organization in the browser."),
                    {{QT_TRANSLATE_NOOP(
                          "Finding", "Sign in with the account that opens it, in the organization's tenant:"),
                      "signet login --tenant %organizationTenantId|TENANT_ID%", Actor::You,
                      StepAction::SignIn},
                     {QT_TRANSLATE_NOOP(
                          "Finding", "Switch the Azure CLI to that account first, if you use its sign-in:"),
                      "az login --tenant %organizationTenantId|TENANT_ID% --allow-no-subscriptions",
                      Actor::You}}},
        },
        {
            .id = finding::devopsServerError,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .exit = Exit::NotReachable,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure DevOps returned %status|a server error%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The service has an outage, or has not yet processed a recent change. "
                                       "The provider does not retry, so one such response ends the run."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Try again in a minute, and keep activity id %activityId|ACTIVITY_ID% "
                                       "for support; outages are listed on https://status.dev.azure.com"),
                     "terraform plan", Actor::You}},
            .link = links::serviceStatus,
            .match = {{.all = {"TF401349"}}, {.all = {"VS403120"}}},
            .serviceErrors = {"TF401349"_L1},
        },
        {
            .id = finding::apiRequestWrong,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The request does not match the Azure DevOps API"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A script or an old client uses the wrong host, method, or version; preview versions must be "
                "named as such. This is unrelated to identities and permissions."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Correct the host, method, and api-version. This command lists the "
                                       "versions that each route supports:"),
                     {"curl -s -X OPTIONS https://dev.azure.com/%organization|ORG%/_apis",
                      "curl.exe -s -X OPTIONS https://dev.azure.com/%organization|ORG%/_apis"},
                     Actor::You}},
            .link = links::restInterface,
            .match = {{.all = {"VssInvalidPreviewVersionException"}},
                      {.all = {"VssVersionOutOfRangeException"}},
                      {.all = {"The controller for path", "was not found"}}},
            .serviceErrors = {"preview-version"_L1, "version-range"_L1, "wrong-route"_L1},
        },
    };
}

} // namespace signet::chapters
