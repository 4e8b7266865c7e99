#include "core/findings/catalogue/chapters.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// Finding the identity in the directory and in Azure, and attaching it where it is missing.
std::vector<Finding> principalFindings()
{
    constexpr auto chapter = "principal"_L1;
    return {
        {
            .id = finding::principalNotFound,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "No identity was found for \"%value|this text%\""),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "None of the services that responded (%known|Microsoft Graph, Azure "
                                       "Resource Manager%) lists it. It can be mistyped, deleted, only "
                                       "minutes old, in another tenant, or hidden from your account."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "List the identities that your account can see:"),
                     "az identity list --query \"[].{name:name,objectId:principalId,clientId:clientId}\" -o "
                     "table",
                     Actor::You}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::principalAmbiguous,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Several identities match \"%value|this text%\""),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Matches: %known|more than one%. Names are not unique in a tenant, and a "
                                  "machine can have several identities; only an id identifies one."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Compare them, and specify the right one by its object id:"),
                     "signet principal find %value|NAME%", Actor::You}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::principalIsPerson,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%value|The id% belongs to a %what|user%, not an identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It belongs to %principal|someone in the directory%. Users and groups are added to Azure "
                "DevOps in other ways, and Terraform cannot sign in as one without a person."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Look up the identity by its name:"),
                     "signet principal find NAME", Actor::You}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::principalDeleted,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "%principal|The identity% was deleted from Microsoft Entra"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The service principal %value|with this id% is among the tenant's deleted objects and gets "
                "no tokens. An identity recreated under the same name has new ids and must be added again."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Look for the identity that replaced it:"),
                     "signet principal find %principal|NAME%", Actor::You}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::principalDisabled,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%principal|The identity% is disabled in Microsoft Entra"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Its service principal is disabled for sign-in, so Microsoft Entra issues "
                                  "no token for it. Membership in Azure DevOps does not change that."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Enable its service principal:"),
                     "az ad sp update --id %objectId|OBJECT_ID% --set accountEnabled=true",
                     Actor::AzureAdmin}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::principalOtherTenant,
            .chapter = chapter,
            .actions = {FindingAction::SignIn, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding",
                "%principal|The identity% and %organization|the organization% are in different tenants"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The identity is in tenant %tenantId|A%, and the organization is "
                                       "connected to %organizationTenantId|tenant B%. A managed identity "
                                       "cannot be added to another tenant's organization."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in to the organization's tenant, and look there:"),
                     "az login --tenant %organizationTenantId|TENANT_ID%", Actor::You},
                    {QT_TRANSLATE_NOOP(
                         "Finding", "Create an identity in a subscription of that tenant if there is none:"),
                     "az identity create -g RESOURCE_GROUP -n %principal|NAME%", Actor::AzureAdmin}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::principalKindRefused,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%principal|The identity% is an Entra agent identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Its service principal has the type ServiceIdentity; Azure DevOps accepts managed identities "
                "and applications. Adding this type fails with VS403283, however long you wait."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Create a managed identity, and use it instead:"),
                     "az identity create -g RESOURCE_GROUP -n NAME", Actor::AzureAdmin}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::servicePrincipalMissing,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The app registration has no service principal"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "%value|The id% belongs to the app registration with client id %clientId|CLIENT_ID%. Azure "
                "DevOps adds service principals, and this tenant has none for the registration."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Create the registration's service principal:"),
                     "az ad sp create --id %clientId|CLIENT_ID%", Actor::AzureAdmin}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::resourceWithoutIdentity,
            .chapter = chapter,
            .actions = {FindingAction::AttachIdentity, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%vm|The resource% has no managed identity"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Its system-assigned identity is off, and no user-assigned identity "
                                       "is attached. Nothing on it can get a token."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Attach a user-assigned identity:"),
                     "signet principal attach IDENTITY --to %resourceId|RESOURCE_ID%", Actor::AzureAdmin},
                    {QT_TRANSLATE_NOOP("Finding", "Turn on its system-assigned identity instead:"),
                     "signet principal attach system-assigned --to %resourceId|RESOURCE_ID%",
                     Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::identityDeleted,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "%vm|The resource% refers to an identity that was deleted"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "%principal|A user-assigned identity% was deleted while it was "
                                       "attached, so the resource still lists its name, without ids. "
                                       "Recreating an identity under that name does not attach it."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Detach the name, then attach the intended identity:"),
                     "az vm identity remove -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM% --identities "
                     "%resourceId|RESOURCE_ID%",
                     Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::directoryRightMissing,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::SignIn},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "Your account cannot read the directory"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Microsoft Graph returned %serviceCode|an error%; guests, and members in restricted tenants, "
                "cannot read service principals. Azure Resource Manager can still find a managed identity."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Ask for the Directory Readers role, or ask an administrator for the "
                                       "object id, read with:"),
                     "az ad sp show --id %value|CLIENT_ID% --query id -o tsv", Actor::AzureAdmin}},
            .link = links::directoryPermissions,
        },
        {
            .id = finding::azureRightMissing,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::SignIn},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "Your account lacks a permission in Azure"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Azure Resource Manager requires %permission|a permission% on %resource|the resource%. The "
                "signed-in account does not have it there, or got it only minutes ago."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Ask an owner for a role that includes it. To read, that is:"),
                     "az role assignment create --role Reader --assignee USER --scope %resource|RESOURCE_ID%",
                     Actor::AzureAdmin}},
            .link = links::azureRoles,
        },
        {
            .id = finding::azureOtherTenant,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .exit = Exit::SignInNeeded,
            .title = QT_TRANSLATE_NOOP("Finding", "Your sign-in is for a different tenant"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The resource's subscription belongs to tenant %tenantId|TENANT_ID%. A "
                                  "sign-in is valid for one tenant, even if the account is a guest in both."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in to that tenant, and try again:"),
                     "az login --tenant %tenantId|TENANT_ID%", Actor::You}},
            .link = links::azureCliSignIn,
            .match = {{.all = {"InvalidAuthenticationTokenTenant"}}},
        },
        {
            .id = finding::azureTokenRefused,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .exit = Exit::SignInNeeded,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure rejected the token of your sign-in"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It returned 401 (%serviceCode|no reason given%): the token has "
                                       "expired or was revoked, or a policy requires a new sign-in."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in again:"), "az login", Actor::You}},
            .link = links::azureCliSignIn,
        },
        {
            .id = finding::azureResourceMissing,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure cannot find %resource|the resource%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Azure Resource Manager returned %serviceCode|404%. The resource was deleted, is mistyped, "
                "or is in a subscription that your account cannot see."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "List the existing resources by resource id:"),
                     "az resource list --query \"[].id\" -o tsv", Actor::You}},
            .link = links::assignIdentity,
            .match = {{.all = {"ResourceNotFound", "was not found"}}, {.all = {"ResourceGroupNotFound"}}},
        },
        {
            .id = finding::azureThrottled,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Warning,
            .exit = Exit::NotReachable,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure is throttling requests"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It returned 429 and accepts the next request in %retryAfter|some% "
                                       "seconds. The limit covers all programs that use the account."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Wait that long, and search only one subscription:"),
                     "signet principal find NAME --subscription SUBSCRIPTION_ID", Actor::You}},
            .link = links::azureLimits,
        },
        {
            .id = finding::azureRequestRefused,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "Azure refused the request: %serviceCode|no code% (%status|no status%)"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The message is: %serviceMessage|none%. Support needs the request id: %requestId|unknown%."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Check whether Azure has an incident: https://azure.status.microsoft/status"),
                     nullptr, Actor::You}},
            .link = links::azureStatus,
        },
        {
            .id = finding::resourceLocked,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "A lock prevents changes to the resource"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "A read-only lock on %resource|the resource%, its group, or its "
                                  "subscription applies to everyone, including owners. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Find the lock, and ask its creator to remove it:"),
                     "az lock list -g %resourceGroup|RESOURCE_GROUP% -o table", Actor::AzureAdmin}},
            .link = links::azureLocks,
            .match = {{.all = {"ScopeLocked"}}},
        },
        {
            .id = finding::identityAssignDenied,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::SignIn},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Your account cannot attach this identity"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "You need permission to change the resource (Virtual Machine "
                                       "Contributor) and to use the identity (Managed Identity Operator). "
                                       "Missing: %permission|one of them% on %resource|the resource%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Grant the account permission to use the identity:"),
                     "az role assignment create --role 'Managed Identity Operator' --assignee USER --scope "
                     "%resourceId|RESOURCE_ID%",
                     Actor::AzureAdmin},
                    {QT_TRANSLATE_NOOP("Finding", "Grant it permission to change the resource:"),
                     "az role assignment create --role 'Virtual Machine Contributor' --assignee USER --scope "
                     "%resource|RESOURCE_ID%",
                     Actor::AzureAdmin}},
            .link = links::azureRoles,
            .match = {{.all = {"LinkedAuthorizationFailed"}}},
        },
        {
            .id = finding::identityNotUserAssigned,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Only a user-assigned identity can be attached"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "%resourceId|The id% does not belong to one. A system-assigned identity "
                                  "belongs to its resource, and an application cannot be attached at all."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "List the user-assigned identities:"),
                     "az identity list --query \"[].id\" -o tsv", Actor::You}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::identityRegionIsolated,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%principal|The identity% can only be used in its region"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It is isolated to %known|one region%, and the resource is in %what|another%. Azure refuses "
                "to attach it there."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Create an identity in the resource's region:"),
                     "az identity create -g RESOURCE_GROUP -n NAME -l %what|REGION%", Actor::AzureAdmin}},
            .link = links::regionalIsolation,
        },
        {
            .id = finding::resourceIdentityUnknown,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "Signet does not support identities of %what|this resource type%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Signet reads and attaches identities of virtual machines, scale sets, App Service, "
                "Container Apps, and a few other types. %resource|The resource% has a different type."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Look under Identity in the portal: https://portal.azure.com"),
                     nullptr, Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::attachChangesDefault,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The default identity of %vm|the machine% will change"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Programs that specify no identity now get %principal|the only one%. With a second "
                "user-assigned identity they get none; with a system-assigned identity, they get that one."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Specify the identity by its client id in these programs:"),
                     {"ARM_CLIENT_ID=%expectedClientId|CLIENT_ID% terraform plan",
                      "Set-Item Env:ARM_CLIENT_ID %expectedClientId|CLIENT_ID%; terraform plan"},
                     Actor::You}},
            .link = links::managedIdentityTokens,
        },
        {
            .id = finding::scaleSetNotUpgraded,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "Instances of %vm|the scale set% must be upgraded"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The identity is attached to the model of the scale set. Its upgrade policy is not "
                "automatic, so running instances continue without the identity."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Upgrade the instances, which can restart them:"),
                     "az vmss update-instances -g %resourceGroup|RESOURCE_GROUP% -n %vm|SCALE_SET% "
                     "--instance-ids '*'",
                     Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::attachNotOffered,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "Signet does not attach identities to %what|this resource%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Signet changes only virtual machines and scale sets itself. Elsewhere, an identity is part "
                "of a larger configuration that the service's own tools manage."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Show the Azure CLI command for it, if there is one:"),
                     "signet principal attach %resourceId|IDENTITY% --to %resource|RESOURCE_ID% --dry-run",
                     Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::attachPlanOutdated,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identities of %vm|the resource% have changed"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Someone attached or removed one after the change was shown. Nothing "
                                       "was changed by this run."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Review the change again, then apply it:"),
                     "signet principal attach IDENTITY --to %resource|RESOURCE_ID% --dry-run", Actor::You}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::azureOperationFailed,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure accepted the change but could not apply it"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The operation ended with %serviceCode|an error%: %serviceMessage|no reason was given%."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding", "Read the activity log of the resource group:"),
                  "az monitor activity-log list -g %resourceGroup|RESOURCE_GROUP% --status Failed -o table",
                  Actor::AzureAdmin}},
            .link = links::azureStatus,
        },
        {
            .id = finding::azureOperationSlow,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .exit = Exit::NotReachable,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure is still applying the change"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Azure accepted the change, but has not finished after %seconds|many% "
                                       "seconds. It continues without Signet and can still fail."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Check later whether the identity is attached:"),
                     "signet principal find %resource|RESOURCE_ID%", Actor::You}},
            .link = links::azureStatus,
        },
        {
            .id = finding::identityNotAttached,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity is still not on %vm|the resource%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Azure accepted the change and reported success, but the resource "
                                       "does not list the identity. A policy might have removed it."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Check which policies apply to the resource:"),
                     "az policy state list --resource %resource|RESOURCE_ID% -o table", Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::identityDropped,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "%principal|An identity% is no longer on %vm|the resource%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The change kept it, so someone or a policy removed it at the same "
                                       "time. Programs that use it no longer get tokens."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Attach it again if you still need it:"),
                     "signet principal attach %resourceId|system-assigned% --to %resource|RESOURCE_ID%",
                     Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
    };
}

} // namespace signet::chapters
