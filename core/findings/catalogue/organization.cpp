#include "core/findings/catalogue/stages.h"

#include "core/findings/catalogue/commands.h"
#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// Which organization, and whether it lets the token in.
std::vector<Finding> organizationFindings()
{
    constexpr auto stage = "organization"_L1;
    return {
        {
            .id = finding::orgUrlWrong,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "There is no organization %organization|of that name%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The address is empty, mistyped or still a sample, and Azure DevOps knows "
                "nothing of it. Some versions of the tools call this a missing permission."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Copy the name from the address of the browser, and set it:"),
                     "export AZDO_ORG_SERVICE_URL=https://dev.azure.com/ORG", Actor::You}},
            .link = links::namingRules,
            .match = {{.all = {"Azure DevOps Organization:",
                               "doesn't exist or can't be found. Make sure the URL is correct."}},
                      {.all = {"The resource cannot be found"}},
                      {.all = {"the url of the Azure DevOps is required"}}},
        },
        {
            .id = finding::orgUrlHasProject,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The address of the organization has a project in it"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The provider looks for the interfaces of Azure DevOps below this address, "
                "and finds none below a project. The message then speaks of an API location "
                "that is not registered."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Keep only the organization:"),
                     "export AZDO_ORG_SERVICE_URL=https://dev.azure.com/%organization|ORG%", Actor::You}},
            .link = links::provider,
            .match = {{.all = {"API resource location", "is not registered on https://dev.azure.com/"}},
                      {.all = {"Page not found"}}},
        },
        {
            .id = finding::orgUrlLegacyHost,
            .stage = stage,
            .severity = Severity::Warning,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The organization is named by its visualstudio.com address"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The services redirect between this form and dev.azure.com, and tools keep "
                                  "one sign-in for each. The data source azuredevops_client_config does not "
                                  "work with this form."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Use the dev.azure.com form everywhere:"),
                     "export AZDO_ORG_SERVICE_URL=https://dev.azure.com/%organization|ORG%", Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::orgNotEntraBacked,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%organization|The organization% is not connected to Microsoft Entra ID"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Service principals and managed identities exist only in organizations of "
                                  "Azure DevOps Services that are connected to a tenant. Organizations of "
                                  "personal accounts and Azure DevOps Server do not take them."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Connect the organization under "
                         "https://dev.azure.com/%organization|ORG%/_settings/organizationAad, and plan "
                         "first which account owns it then; on Azure DevOps Server stay with PATs."),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::connectToEntra,
            .match = {{.all = {"tenant resource is 00000000000000000000000000000000"}}},
        },
        {
            .id = finding::notInOrg,
            .stage = stage,
            .severity = Severity::Blocker,
            .explainedBy = {finding::wrongObjectId, finding::userEntitlementForSp, finding::licenceBasicAlias,
                            finding::licenceNotAssignable, finding::groupRuleNotApplied,
                            finding::addUsersDenied, finding::guestPolicyBlocksInvite},
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%principal|The identity% is not a member of %organization|the organization%"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Azure DevOps accepted the token, but it knows only identities that were "
                                  "added by object id. Neither a first sign-in nor an Entra group adds a "
                                  "service principal; no browser is needed, whatever the message says."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Plan the membership, see what changes, and carry it out:"),
                     commands::planMember, Actor::OrganizationAdmin},
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Or add the object id %objectId|of the identity% with Basic access under "
                         "https://dev.azure.com/%organization|ORG%/_settings/users, or by:"),
                     commands::addMember, Actor::OrganizationAdmin}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"TF401444: Please sign-in at least once as",
                               "in a web browser to enable access to the service"}},
                      {.all = {"You are not authorized to access Azure DevOps Organization"}},
                      {.all = {"agent pool with id", "not found"}}},
        },
        {
            .id = finding::anonymousGuid,
            .stage = stage,
            .severity = Severity::Blocker,
            .nature = Nature::Symptom,
            .causes = {finding::wrongAudience, finding::tenantMismatch, finding::tokenExpiredMidrun,
                       finding::clockSkew, finding::patOverridesMsi, finding::azDevopsExtIgnoresMi},
            .title = QT_TRANSLATE_NOOP(
                "Finding", "Azure DevOps saw nobody: the user aaaaaaaa-aaaa-… is the anonymous caller"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The credential was missing, expired, malformed, or for another organization "
                "or tenant. There is no such user, so adding permissions to it cannot help."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding", "Check header, audience, tenant and expiry of the token, in this order:"),
                     "signet token --resource 499b84ac-1321-427f-aa17-267ca6975798", Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not "
                               "authorized to access this resource"}}},
        },
        {
            .id = finding::conditionalAccessBlocked,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "A conditional access policy blocks the sign-in"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A policy allows only certain places, devices or identities. It may concern "
                "the person, a single-tenant service principal, or the address from which "
                "Azure DevOps is called; the answer does not say which."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Except %principal|this identity% or the address it comes from, under "
                                       "Microsoft Entra ID > Conditional Access > Policies."),
                     nullptr, Actor::AzureAdmin}},
            .link = links::applicationAccessPolicies,
            .match = {{.all = {"VS403463"}},
                      {.all = {"AADSTS53003"}},
                      {.all = {"AADSTS53000"}},
                      {.all = {"AADSTS530003"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "A conditional access policy blocks the sign-in"),
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "The tenant lets this account in only from certain places or devices, or by certain "
                        "programs: %serviceMessage|it does not say which%. The policy is about you as a "
                        "person; the managed identity is another matter."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Sign in from a place and a device that the policy allows. Microsoft "
                                        "Entra ID > Sign-in logs names the policy that was applied."),
                      nullptr, Actor::You},
                     {QT_TRANSLATE_NOOP("Finding",
                                        "Except the account, or the app registration that it signs in by, "
                                        "under Microsoft Entra ID > Conditional Access > Policies."),
                      nullptr, Actor::AzureAdmin}}},
        },
        {
            .id = finding::credentialRejected,
            .stage = stage,
            .severity = Severity::Blocker,
            .nature = Nature::Symptom,
            .causes = {finding::wrongAudience, finding::tenantMismatch, finding::tokenExpiredMidrun,
                       finding::clockSkew, finding::notInOrg, finding::patOverridesMsi},
            .title = QT_TRANSLATE_NOOP("Finding", "Azure DevOps answers 401 and gives no reason"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The credential was not accepted: its audience, tenant or expiry is wrong, a "
                "PAT lacks the scope, or a policy forbids it. The claims of the token decide "
                "most of these without another request."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Compare audience, tenant and expiry of the token with the organization, in "
                         "this order:"),
                     "signet token --resource 499b84ac-1321-427f-aa17-267ca6975798", Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"UnauthorizedRequestException"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding",
                                      "%organization|Azure DevOps% does not accept the sign-in of %user|the "
                                      "administrator%"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "It answers 401 and gives no reason: the sign-in has ended, is of a "
                                      "tenant that the organization is not connected to, or a policy of the "
                                      "organization forbids its kind."),
                    {{QT_TRANSLATE_NOOP("Finding", "Sign in again, in the tenant of the organization:"),
                      "signet login --tenant %organizationTenantId|TENANT_ID%", Actor::You},
                     {QT_TRANSLATE_NOOP(
                          "Finding",
                          "See which kinds of sign-in are allowed, under Organization settings > Policies."),
                      nullptr, Actor::OrganizationAdmin}}},
        },
        {
            .id = finding::orgStopped,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "%organization|The organization% is deactivated or being serviced"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Azure DevOps has stopped the organization: after long disuse, for a move, or "
                "for an import. No identity gets in until it runs again."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Open the organization as its owner and reactivate it, or wait until the "
                         "service is done: https://dev.azure.com/%organization|ORG%"),
                     nullptr, Actor::OrganizationAdmin}},
            .link = links::serviceStatus,
            .match = {{.all = {"TF24668"}}},
        },
        {
            .id = finding::wrongAccountSignedIn,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "The administrator is signed in with the wrong account or tenant"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The sign-in is of a work account where the personal one has access, the "
                                  "other way round, or of another tenant than the organization. The account "
                                  "that opens the organization in the browser is the right one."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Sign in with that account, in the tenant of the organization:"),
                     "az login --tenant %organizationTenantId|TENANT_ID% --allow-no-subscriptions",
                     Actor::You}},
            .link = links::azureCliSignIn,
            .match = {{.all = {"VS403362"}},
                      {.all = {"VS403363"}},
                      {.all = {"VS403408"}},
                      {.all = {"AADSTS50020"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding",
                                      "%user|The account that is signed in% has no access to "
                                      "%organization|the organization%"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "The sign-in is of a work account where the personal one has access, "
                                      "the other way round, or of another tenant than the organization. The "
                                      "account that opens the organization in the browser is the right one."),
                    {{QT_TRANSLATE_NOOP(
                          "Finding",
                          "Sign in with the account that opens it, in the tenant of the organization:"),
                      "signet login --tenant %organizationTenantId|TENANT_ID%", Actor::You},
                     {QT_TRANSLATE_NOOP("Finding",
                                        "Change the account of the Azure CLI first where its login is used:"),
                      "az login --tenant %organizationTenantId|TENANT_ID% --allow-no-subscriptions",
                      Actor::You}}},
        },
        {
            .id = finding::devopsServerError,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure DevOps itself fails with %status|a server error%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The service has an outage, or does not yet see its own change. The provider "
                "does not repeat, so one such answer ends the run."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Repeat in a minute, and keep activity id %activityId|of the answer% for "
                         "support; outages are shown on https://status.dev.azure.com"),
                     "terraform plan", Actor::You}},
            .link = links::serviceStatus,
            .match = {{.all = {"TF401349"}}, {.all = {"VS403120"}}},
        },
        {
            .id = finding::apiRequestWrong,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The request does not fit the interface of Azure DevOps"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A script or an old client calls the wrong host, method or version; a preview "
                "version must be named as such. It is no matter of identity or rights."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Correct host, method and api-version; this lists the versions that each route "
                         "takes:"),
                     "curl -s -X OPTIONS https://dev.azure.com/%organization|ORG%/_apis", Actor::You}},
            .link = links::restInterface,
            .match = {{.all = {"VssInvalidPreviewVersionException"}},
                      {.all = {"VssVersionOutOfRangeException"}},
                      {.all = {"The controller for path", "was not found"}}},
        },
    };
}

} // namespace signet::chapters
