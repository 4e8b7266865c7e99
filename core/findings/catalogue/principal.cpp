#include "core/findings/catalogue/stages.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// Finding the identity in the directory and in Azure, and attaching it where it is missing.
std::vector<Finding> principalFindings()
{
    constexpr auto stage = "principal"_L1;
    return {
        {
            .id = finding::principalNotFound,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "No identity is found for \"%value|that text%\""),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "None of the services that answered (%known|Microsoft Graph, Azure Resource Manager%) knows "
                "it. It is mistyped, of another tenant, deleted, or your account may not see it; a new "
                "identity can be missing for minutes."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "List the identities that your account sees:"),
                     "az identity list --query \"[].{name:name,objectId:principalId,clientId:clientId}\" -o "
                     "table",
                     Actor::You}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::principalAmbiguous,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Several identities fit \"%value|that text%\""),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "These do: %known|more than one%. A name is not unique in a tenant, and "
                                  "a machine can have several identities; only an id says which one is "
                                  "meant."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Look at them, and name the one by its object id:"),
                     "signet principal find %value|NAME%", Actor::You}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::principalIsPerson,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%value|The id% is the id of a %what|user%, not of a service principal"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It belongs to %principal|somebody in the directory%. Users and groups are added to Azure "
                "DevOps in other ways, and Terraform cannot be one of them without a person signing in."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Look the identity up by its name:"),
                     "signet principal find NAME", Actor::You}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::principalDeleted,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%principal|The identity% was deleted from the directory"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The service principal %value|with this id% is among the deleted objects of the tenant. No "
                "token is issued for it. An identity that is made again under the same name has new ids and "
                "has to be added again."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Look for the identity that took its place:"),
                     "signet principal find %principal|NAME%", Actor::You}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::principalDisabled,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "%principal|The identity% is switched off in the directory"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Its service principal is disabled for sign-in, so Entra issues no "
                                       "token for it. A membership in Azure DevOps does not change that."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Enable its service principal:"),
                     "az ad sp update --id %objectId|OBJECT_ID% --set accountEnabled=true",
                     Actor::AzureAdmin}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::principalOtherTenant,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding",
                "%principal|The identity% belongs to another tenant than %organization|the organization%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It is of tenant %tenantId|A%, the organization is connected to %organizationTenantId|tenant "
                "B%. A managed identity cannot be added to an organization of another tenant."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding", "Sign in to the tenant of the organization, and look there:"),
                  "az login --tenant %organizationTenantId|TENANT_ID%", Actor::You},
                 {QT_TRANSLATE_NOOP(
                      "Finding", "Create an identity in a subscription of that tenant when there is none:"),
                  "az identity create -g RESOURCE_GROUP -n %principal|NAME%", Actor::AzureAdmin}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::principalKindRefused,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%principal|The identity% is an agent identity of Entra"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Its service principal is of type ServiceIdentity. Azure DevOps takes managed identities and "
                "applications; adding this kind was seen to fail with VS403283, however long one waits."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Create a managed identity, and use that:"),
                     "az identity create -g RESOURCE_GROUP -n NAME", Actor::AzureAdmin}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::servicePrincipalMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The app registration has no service principal in this tenant"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "%value|The id% belongs to the registration with client id %clientId|of an application%. "
                "Azure DevOps adds service principals, and a registration alone is none."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Create the service principal of the registration:"),
                     "az ad sp create --id %clientId|CLIENT_ID%", Actor::AzureAdmin}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::resourceWithoutIdentity,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%vm|The resource% has no managed identity"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Its system-assigned identity is switched off, and no user-assigned "
                                       "one is attached. Nothing on it can get a token."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Attach a user-assigned identity:"),
                     "signet principal attach IDENTITY --to %resourceId|RESOURCE_ID%", Actor::AzureAdmin},
                    {QT_TRANSLATE_NOOP("Finding", "Switch its own identity on instead:"),
                     "signet principal attach system-assigned --to %resourceId|RESOURCE_ID%",
                     Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::identityDeleted,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "%vm|The resource% names an identity that is not there any more"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "%principal|A user-assigned identity% was deleted while it was attached. Its name stays on "
                "the resource without ids, and an identity that is made again under that name is not "
                "attached by it."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Detach the name, then attach the identity that is meant:"),
                     "az vm identity remove -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM% --identities "
                     "%resourceId|RESOURCE_ID%",
                     Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::directoryRightMissing,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "Your account may not read the directory"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Microsoft Graph refused with %serviceCode|a missing privilege%. Members of a tenant usually "
                "may read service principals; guests, and members where it was restricted, may not. Azure "
                "Resource Manager can still know a managed identity."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Ask for the role Directory Readers, or for the object id, which an "
                                       "administrator reads with:"),
                     "az ad sp show --id %value|CLIENT_ID% --query id -o tsv", Actor::AzureAdmin}},
            .link = links::directoryPermissions,
        },
        {
            .id = finding::azureRightMissing,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "Your account lacks a right in Azure"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Resource Manager wants %permission|a right% on %resource|the "
                                       "resource%, and the account that "
                                       "is signed in does not have it there, or got it only minutes ago."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Ask an owner for the role that has it; to read, that is:"),
                     "az role assignment create --role Reader --assignee USER --scope %resource|RESOURCE_ID%",
                     Actor::AzureAdmin}},
            .link = links::azureRoles,
            .match = {{.all = {"AuthorizationFailed", "does not have authorization to perform action"}}},
        },
        {
            .id = finding::azureOtherTenant,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The resource is in another tenant than your sign-in"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Its subscription belongs to tenant %tenantId|B%. A sign-in is good for one tenant, also "
                "where the account is a guest of both."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in to that tenant, and repeat:"),
                     "az login --tenant %tenantId|TENANT_ID%", Actor::You}},
            .link = links::azureCliSignIn,
            .match = {{.all = {"InvalidAuthenticationTokenTenant"}}},
        },
        {
            .id = finding::azureTokenRefused,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure refuses the token of your sign-in"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It answers 401 %serviceCode|without a reason%: the token has expired, was revoked, or a "
                "policy wants a new sign-in."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in again:"), "az login", Actor::You}},
            .link = links::azureCliSignIn,
        },
        {
            .id = finding::azureResourceMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure does not know %resource|the resource%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Resource Manager answers %serviceCode|404%: deleted, mistyped, or in a subscription that "
                "your account does not see."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "List what there is, with its resource id:"),
                     "az resource list --query \"[].id\" -o tsv", Actor::You}},
            .link = links::assignIdentity,
            .match = {{.all = {"ResourceNotFound", "was not found"}}, {.all = {"ResourceGroupNotFound"}}},
        },
        {
            .id = finding::azureThrottled,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure wants fewer requests for a while"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It answered 429 and takes the next request in %retryAfter|some% seconds. The limit counts "
                "all programs of the account together."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Wait that long, and look in one subscription only:"),
                     "signet principal find NAME --subscription SUBSCRIPTION_ID", Actor::You}},
            .link = links::azureLimits,
        },
        {
            .id = finding::azureRequestRefused,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "Azure refuses the request: %serviceCode|no code% (%status|no status%)"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It says: %serviceMessage|nothing% (request id %requestId|unknown%, "
                                       "which support asks for)."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Look whether Azure has an incident: https://azure.status.microsoft/status"),
                     nullptr, Actor::You}},
            .link = links::azureStatus,
        },
        {
            .id = finding::resourceLocked,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "A lock keeps the resource from being changed"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A read-only lock is on %resource|the resource%, its group or its subscription. It holds for "
                "everybody, owners included. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Find the lock, and ask who put it there:"),
                     "az lock list -g %resourceGroup|RESOURCE_GROUP% -o table", Actor::AzureAdmin}},
            .link = links::azureLocks,
            .match = {{.all = {"ScopeLocked"}}},
        },
        {
            .id = finding::identityAssignDenied,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Your account may not attach this identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It takes two rights: to change the resource (Virtual Machine Contributor has it) and to use "
                "the identity (Managed Identity Operator). Missing is %permission|one of them% on "
                "%resource|the resource%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Give the account the right to use the identity:"),
                     "az role assignment create --role 'Managed Identity Operator' --assignee USER --scope "
                     "%resourceId|RESOURCE_ID%",
                     Actor::AzureAdmin},
                    {QT_TRANSLATE_NOOP("Finding", "Give it the right to change the resource:"),
                     "az role assignment create --role 'Virtual Machine Contributor' --assignee USER --scope "
                     "%resource|RESOURCE_ID%",
                     Actor::AzureAdmin}},
            .link = links::azureRoles,
            .match = {{.all = {"LinkedAuthorizationFailed"}}},
        },
        {
            .id = finding::identityNotUserAssigned,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Only a user-assigned identity can be attached"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "%resourceId|The id% is none. A system-assigned identity belongs to its resource and cannot "
                "be put on another; an application is not attached at all."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "List the user-assigned identities:"),
                     "az identity list --query \"[].id\" -o tsv", Actor::You}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::identityRegionIsolated,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "%principal|The identity% may only be used in its own region"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It is isolated to %known|one region%, and the resource is in %what|another%. Azure refuses "
                "to attach it there."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Create an identity in the region of the resource:"),
                     "az identity create -g RESOURCE_GROUP -n NAME -l %what|REGION%", Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::resourceIdentityUnknown,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "It is not known here how %what|this kind of resource% gets an identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Identities of virtual machines, scale sets, App Service, Container Apps and a few more are "
                "read and attached by signet. %resource|The resource% is none of these."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Look under Identity in the portal: https://portal.azure.com"),
                     nullptr, Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::attachChangesDefault,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "Programs on %vm|the machine% that name no identity will not get the same one"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Now %principal|one identity% answers them, because it is the only one. With a second "
                "user-assigned identity nobody answers them any more; with a system-assigned one, that one "
                "does."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Name the identity by its client id in these programs:"),
                     "ARM_CLIENT_ID=%expectedClientId|CLIENT_ID% terraform plan", Actor::You}},
            .link = links::managedIdentityTokens,
        },
        {
            .id = finding::scaleSetNotUpgraded,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "Instances of %vm|the scale set% get the identity by an upgrade"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The identity is attached to the model of the scale set. Its upgrade "
                                       "policy is not automatic, "
                                       "so instances that run now go on without it."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Upgrade the instances, which may restart them:"),
                     "az vmss update-instances -g %resourceGroup|RESOURCE_GROUP% -n %vm|SCALE_SET% "
                     "--instance-ids '*'",
                     Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::attachNotOffered,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "Signet does not attach identities to %what|this resource%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It changes virtual machines and scale sets itself. Elsewhere an "
                                       "identity is part of a larger "
                                       "configuration, which the service's own tools change."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Show the command for it, where the Azure CLI has one:"),
                     "signet principal attach %resourceId|IDENTITY% --to %resource|RESOURCE_ID% --dry-run",
                     Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::attachPlanOutdated,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identities of %vm|the resource% changed meanwhile"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Somebody attached or removed one since the change was shown. Nothing "
                                       "was changed by this run."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Look at the change again, then make it:"),
                     "signet principal attach IDENTITY --to %resource|RESOURCE_ID% --dry-run", Actor::You}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::azureOperationFailed,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure took the change and could not make it"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The operation ended with %serviceCode|a failure% (%serviceMessage|no reason was given%)."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding", "Read what the activity log of the group says:"),
                  "az monitor activity-log list -g %resourceGroup|RESOURCE_GROUP% --status Failed -o table",
                  Actor::AzureAdmin}},
            .link = links::azureStatus,
        },
        {
            .id = finding::azureOperationSlow,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "Azure still works on the change"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It took the change and has not finished after %seconds|many% seconds. It goes on without "
                "this program, and may still fail."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Look later whether the identity is there:"),
                     "signet principal find %resource|RESOURCE_ID%", Actor::You}},
            .link = links::azureStatus,
        },
        {
            .id = finding::identityNotAttached,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity is still not on %vm|the resource%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Azure accepted the change and reports success, but the resource does not show the identity. "
                "A policy may have taken it away again."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Look which policies act on the resource:"),
                     "az policy state list --resource %resource|RESOURCE_ID% -o table", Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
        {
            .id = finding::identityDropped,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%principal|An identity% that was on %vm|the resource% is not there any more"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The change named it so that it stays, and it is gone all the same: somebody removed it at "
                "the same time, or a policy did. Programs that use it get no token now."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Attach it again, if it is still wanted:"),
                     "signet principal attach %resourceId|system-assigned% --to %resource|RESOURCE_ID%",
                     Actor::AzureAdmin}},
            .link = links::assignIdentity,
        },
    };
}

} // namespace signet::chapters
