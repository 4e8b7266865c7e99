#include "core/findings/catalogue/chapters.h"

#include "core/findings/catalogue/links.h"
#include "core/findings/catalogue/reasons.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// The token itself, and the sign-ins that stand in for it.
std::vector<Finding> tokenFindings()
{
    constexpr auto chapter = "token"_L1;
    return {
        {
            .id = finding::wrongAudience,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .explainedBy = {finding::sovereignCloud},
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "The token is for %audienceName|another service%, not Azure DevOps"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Its audience is %audience|not Azure DevOps%; the Azure CLI and most "
                                  "samples request Azure Resource Manager by default. The provider requests "
                                  "the right resource, so this affects only scripts and manual tests."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Request Azure DevOps by its resource id "
                                       "499b84ac-1321-427f-aa17-267ca6975798, not by its URL:"),
                     "az account get-access-token --resource 499b84ac-1321-427f-aa17-267ca6975798 "
                     "--query accessToken -o tsv",
                     Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"InvalidAuthenticationTokenAudience"}}},
            .identityFaults = {"wrong_audience"_L1},
            .alsoMeantBy = {{"AADSTS500011"_L1, 0.5}},
        },
        {
            .id = finding::htmlInsteadOfJson,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .nature = Nature::Symptom,
            .causes = {finding::wrongAudience, finding::tokenExpiredMidrun, finding::tenantMismatch,
                       finding::patOverridesMsi, finding::tlsInterception, finding::orgUrlWrong},
            .title = QT_TRANSLATE_NOOP("Finding", "Azure DevOps returned a web page instead of data"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "A missing, expired, or rejected credential gets a sign-in page with "
                                       "a success status, which the provider cannot read as JSON. The page "
                                       "hides the reason; the token and the organization URL reveal it."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Check the token's audience, tenant, and expiry; a proxy can also send "
                         "such a page:"),
                     "signet token --resource 499b84ac-1321-427f-aa17-267ca6975798", Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"invalid character '<' looking for beginning of value"}}},
            .serviceErrors = {"signin-redirect"_L1},
        },
        {
            .id = finding::azFallbackWrongIdentity,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The Azure CLI was used, not the managed identity"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "use_cli is on by default and comes after the managed identity. If "
                                  "the machine has no identity, Terraform runs as whoever is signed in to "
                                  "the CLI, or reports a CLI error."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Set use_cli = false next to use_msi = true, or for one run:"),
                     {"ARM_USE_CLI=false terraform plan", "Set-Item Env:ARM_USE_CLI false; terraform plan"},
                     Actor::You}},
            .link = links::provider,
            .match = {{.all = {"failed to get auth from auth cache: failed to get AAD token:",
                               "AzureCLICredential"}}},
        },
        {
            .id = finding::azMsiTenantArgument,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The Azure CLI rejects a tenant with managed identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The Azure CLI is signed in with a managed identity, but the provider also passes it the "
                "tenant from tenant_id or ARM_TENANT_ID. The CLI refuses a tenant in that case."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding", "Use use_msi directly, or run without the tenant:"),
                  {"env -u ARM_TENANT_ID -u AZURE_TENANT_ID terraform plan",
                   "Remove-Item Env:ARM_TENANT_ID, Env:AZURE_TENANT_ID -ErrorAction Ignore; terraform plan"},
                  Actor::You}},
            .link = links::provider,
            .match = {{.all = {"Tenant shouldn't be specified for managed identity account"}}},
        },
        {
            .id = finding::azUsernameFlagRemoved,
            .chapter = chapter,
            .noAction = NoAction::Outside,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "az login --identity no longer accepts --username"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Azure CLI 2.73 replaced the option with --client-id, --object-id, and --resource-id. The "
                "previous version ignored it and signed in with a different identity."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Replace the option:"),
                     "az login --identity --client-id %clientId|CLIENT_ID% --allow-no-subscriptions",
                     Actor::You}},
            .link = links::azureCliWithManagedIdentity,
            .match = {{.all = {"Passing the managed identity ID with --username is no longer "
                               "supported. Use --client-id, --object-id or --resource-id instead"}}},
        },
        {
            .id = finding::azDevopsExtIgnoresMi,
            .chapter = chapter,
            .noAction = NoAction::Outside,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "az devops does not use the managed identity sign-in"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The extension looks up only user tokens, so an identity must pass it a token in place of a "
                "PAT. AZURE_DEVOPS_EXT_PAT takes precedence, even if its token is old."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Set a new token, which works until it expires:"),
                     {"export AZURE_DEVOPS_EXT_PAT=$(az account get-access-token --resource "
                      "499b84ac-1321-427f-aa17-267ca6975798 --query accessToken -o tsv)",
                      "Set-Item Env:AZURE_DEVOPS_EXT_PAT (az account get-access-token --resource "
                      "499b84ac-1321-427f-aa17-267ca6975798 --query accessToken -o tsv)"},
                     Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match =
                {
                    {.all = {"Before you can run Azure DevOps commands, you need to run the login "
                             "command"}},
                    {.all = {"Failed to authenticate using the supplied token"}},
                },
        },
        {
            .id = finding::azNoSubscriptions,
            .chapter = chapter,
            .noAction = NoAction::Outside,
            .severity = Severity::Info,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity has no Azure subscription and needs none"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Azure roles and Azure DevOps membership are unrelated. The Azure CLI stops if it finds no "
                "subscription, although it could get a token for Azure DevOps."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Sign in with the option for this case, without granting a role:"),
                     "az login --identity --allow-no-subscriptions", Actor::You}},
            .link = links::azureCliWithManagedIdentity,
            .match = {{.all = {"No subscriptions found for"}},
                      {.all = {"No subscriptions were found for 'None'. If this is expected, use "
                               "'--allow-no-subscriptions'"}}},
        },
        {
            .id = finding::aadTokenAsBasic,
            .chapter = chapter,
            .noAction = NoAction::Outside,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "git rejects a valid Entra token"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The same token works as a bearer header but fails through the credential helper. The "
                "reports are unresolved; the helper's version, cache, and credential type are suspected."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Send the token as a bearer header for now, with the token in T:"),
                     "git -c http.extraheader=\"AUTHORIZATION: bearer $T\" ls-remote %url|URL%", Actor::You}},
            .link = links::gitCredentials,
            .match = {{.all = {"fatal: Authentication failed for"}}},
        },
        {
            .id = finding::tokenCacheStale,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain, FindingAction::AskAdministrator},
            .severity = Severity::Warning,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The token may predate membership in %group|an Entra group%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It was issued %age|some time% ago and lists the Entra groups of that time; it is cached for "
                "about 24 hours and not renewed early. Permissions of %group|a newer group% in %project|a "
                "project% do not apply yet; permissions granted in Azure DevOps apply immediately."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Add the identity itself to a group of the project, instead of through %group|the "
                         "Entra group%. This command shows what would change:"),
                     "signet setup plan --org https://dev.azure.com/%organization|ORG% --object-id "
                     "%objectId|OBJECT_ID% --project %project|PROJECT%=contributor --out plan.json",
                     Actor::OrganizationAdmin},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Wait instead: this token is valid for another %left|day at most%. "
                                       "Then check whether a new one has been issued:"),
                     "signet token", Actor::You}},
            .link = links::managedIdentityAuthorization,
        },
        {
            .id = finding::tokenExpiredMidrun,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The token has expired or expires during the run"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "An endpoint or a cache returned an old token, or "
                                       "AZDO_PERSONAL_ACCESS_TOKEN holds one, which "
                                       "is never renewed. The provider renews tokens only since 1.11; OIDC "
                                       "assertions last minutes."),
            .fix =
                {{QT_TRANSLATE_NOOP(
                      "Finding",
                      "Let the provider get its own tokens, with use_msi = true and provider 1.11.2 "
                      "or later:"),
                  {"env -u AZDO_PERSONAL_ACCESS_TOKEN terraform init -upgrade",
                   "Remove-Item Env:AZDO_PERSONAL_ACCESS_TOKEN -ErrorAction Ignore; terraform init -upgrade"},
                  Actor::You}},
            .link = links::providerWithManagedIdentity,
            .match = {{.all = {"AADSTS700024: Client assertion is not within its valid time range"}}},
            .identityFaults = {"token_expired"_L1},
            .secondSign = {{"system_oidcrequesturi", "oidc", "workload identity federation"}, 0.3},
            .alsoMeantBy = {{"AADSTS700024"_L1, 0.55}},
        },
        {
            .id = finding::tenantMismatch,
            .chapter = chapter,
            .actions = {FindingAction::ChooseIdentity, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .explainedBy = {finding::sovereignCloud, finding::orgTenantSwitched},
            .curedBy = GuidedStep::Identity,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The identity and %organization|the organization% are in different tenants"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The token is from tenant %tenantId|A%, and the organization is connected "
                                  "to %organizationTenantId|tenant B%. A managed identity belongs to one "
                                  "tenant and cannot be added to another tenant's organization."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Use an identity of tenant %organizationTenantId|of the "
                                       "organization%. To list its identities, sign in there first:"),
                     {"az login --tenant %organizationTenantId|TENANT_ID% && az identity list --output table",
                      "az login --tenant %organizationTenantId|TENANT_ID%; az identity list --output table"},
                     Actor::You},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Create the identity in the organization's tenant, or let an app "
                                       "registration there trust the identity with a federated credential:"),
                     "az ad app federated-credential create --id %clientId|APP_ID% --parameters "
                     "credential.json",
                     Actor::AzureAdmin}},
            .link = links::identitiesInAzureDevOps,
            .identityFaults = {"wrong_tenant"_L1},
            .serviceErrors = {"tenant-mismatch"_L1},
            .alsoMeantBy = {{"TF401444"_L1, 0.3}, {"TF400813-identity"_L1, 0.35}, {"VS403283"_L1, 0.35}},
        },
        {
            .id = finding::clockSkew,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The clock of this machine is wrong"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It is off by %skew|more than two minutes%. A managed identity works "
                                       "anyway, but certificates can count as invalid, and Microsoft Entra "
                                       "rejects assertions that are minutes old."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Turn on time synchronization, and run again:"),
                     {"sudo timedatectl set-ntp true", "w32tm /resync"},
                     Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"AADSTS700024: Client assertion is not within its valid time range"}},
                      {.all = {"Cannot handle token prior to"}}},
            .identityFaults = {"clock_skew"_L1},
            .serviceErrors = {"AADSTS700024"_L1},
            .usual = true,
        },
        {
            .id = finding::sovereignCloud,
            .chapter = chapter,
            .actions = {FindingAction::ChooseIdentity, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity and Azure DevOps are in different clouds"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Azure DevOps Services exists only in the public cloud, and the "
                                       "provider has no setting for others. Identities in the government and "
                                       "China clouds get their tokens from a different authority."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Use an identity in the public cloud, or a federated application in "
                                       "the organization's tenant. This command shows the host's cloud:"),
                     {"curl -s --noproxy '*' -H Metadata:true "
                      "'http://169.254.169.254/metadata/instance/compute/"
                      "azEnvironment?api-version=2021-02-01&format=text'",
                      "curl.exe -s --noproxy '*' -H Metadata:true "
                      "'http://169.254.169.254/metadata/instance/compute/"
                      "azEnvironment?api-version=2021-02-01&format=text'"},
                     Actor::AzureAdmin}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"Audience", "is not a supported MSI token audience"}}},
            .secondSign = {{"azureusgovernment", "azurechinacloud", "login.microsoftonline.us",
                            "login.chinacloudapi.cn", "usgovcloudapi.net", "chinacloudapi.cn"},
                           0.3},
            .alsoMeantBy = {{"AADSTS500011"_L1, 0.25}},
        },
        {
            .id = finding::resourceNotInTenant,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .explainedBy = {finding::sovereignCloud},
            .exit = Exit::SignInNeeded,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The requested resource is unknown in the identity's tenant"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The tenant has no service principal for the resource %resource|in the request%. The "
                "resource is a URL or mistyped, or this tenant has never used Azure DevOps."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Request Azure DevOps by its resource id:"),
                     "az account get-access-token --resource 499b84ac-1321-427f-aa17-267ca6975798 "
                     "--query expiresOn",
                     Actor::You},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Use an identity of the organization's tenant if that id is also "
                                       "rejected. This command shows the tenant:"),
                     {"curl -s -o /dev/null -D - "
                      "https://dev.azure.com/%organization|ORG%/_apis/connectionData | grep -i "
                      "x-vss-resourcetenant",
                      "curl.exe -s -o NUL -D - https://dev.azure.com/%organization|ORG%/_apis/connectionData "
                      "| Select-String x-vss-resourcetenant"},
                     Actor::AzureAdmin}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS500011"}}, {.all = {"AADSTS50001:"}}, {.all = {"AADSTS50001"}}},
            .identityFaults = {"resource_not_found"_L1},
            .serviceErrors = {"AADSTS500011"_L1},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "Azure DevOps is unknown in the tenant you used"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "A sign-in is for one tenant, and %tenantId|this one% has no service "
                                      "principal for what the command requests. It is not the organization's "
                                      "tenant, or it has never used Azure DevOps."),
                    {{QT_TRANSLATE_NOOP("Finding", "Sign in to the organization's tenant:"),
                      "signet login --tenant %organizationTenantId|TENANT_ID%", Actor::You,
                      StepAction::SignIn}}},
        },
        {
            .id = finding::tokenExpiryUnclear,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The response does not clearly state the token's expiry"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "expires_on is missing, has an unknown format, or differs from the token's claim. Signet "
                "uses the claim; other clients can fail or keep an expired token."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Compare the claim exp with the current time; if the token works, "
                                       "there is nothing to do:"),
                     "signet token", Actor::You}},
            .link = links::managedIdentityTokens,
            .identityFaults = {"missing_expiry"_L1, "bad_expiry"_L1},
        },
        {
            .id = finding::tokenNotDecodable,
            .chapter = chapter,
            .noAction = NoAction::InPlace,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The token cannot be decoded"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It is not a three-part JSON Web Token: it is opaque, truncated, or damaged by copying. Its "
                "identity and expiry cannot be shown; only Azure DevOps can check whether it is valid."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Copy the complete token again, and pass it on standard input:"),
                     {"signet token --stdin < TOKEN_FILE", "Get-Content TOKEN_FILE | signet token --stdin"},
                     Actor::You}},
            .link = links::managedIdentityTokens,
            .identityFaults = {"jwt_malformed"_L1},
        },
        {
            .id = finding::azNotSignedIn,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "The Azure CLI is not signed in"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "A step needs a person's sign-in from the Azure CLI. That sign-in is "
                                       "missing, has expired, or was revoked."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in to the organization's tenant:"),
                     "az login --tenant %organizationTenantId|TENANT_ID% --allow-no-subscriptions",
                     Actor::You}},
            .link = links::azureCliSignIn,
            .match = {{.all = {"Please run 'az login'"}},
                      {.all = {"Please run: az login"}},
                      {.all = {"AADSTS700082"}},
                      {.all = {"AADSTS50173"}}},
            .identityFaults = {"cli_not_logged_in"_L1},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "The Azure CLI is not signed in"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "Signet would use the account that is signed in to the Azure CLI. That "
                                      "sign-in is missing, has expired, or was revoked."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Sign in with the Azure CLI, with --tenant if the organization's "
                                        "tenant is not the account's home tenant, and try again:"),
                      "az login --allow-no-subscriptions", Actor::You},
                     {QT_TRANSLATE_NOOP("Finding",
                                        "Sign in without the Azure CLI, with a personal access token:"),
                      "signet login --with access-token", Actor::You, StepAction::SignIn}}},
        },
        {
            .id = finding::azNotFound,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "The Azure CLI was not found in PATH"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A step calls the Azure CLI, which was not found. For the provider it is the last "
                "credential, so the managed identity was not used or returned no token."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Install the CLI or use another sign-in; for Terraform, turn off "
                                       "use_cli so that the actual reason appears:"),
                     {"ARM_USE_CLI=false terraform plan", "Set-Item Env:ARM_USE_CLI false; terraform plan"},
                     Actor::You}},
            .link = links::installAzureCli,
            .match = {{.all = {"Azure CLI not found on path"}},
                      {.all = {"'az' is not recognized"}},
                      {.all = {"az: command not found"}},
                      {.all = {"az: not found"}}},
            .identityFaults = {"cli_not_found"_L1},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "The Azure CLI was not found in PATH"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "Signet would use the account that is signed in to the Azure CLI, but "
                                      "found no program az in an absolute entry of PATH."),
                    {{QT_TRANSLATE_NOOP("Finding", "Install the Azure CLI, and sign in with it:"),
                      "az login --allow-no-subscriptions", Actor::You},
                     {QT_TRANSLATE_NOOP("Finding", "Sign in without it, with a personal access token:"),
                      "signet login --with access-token", Actor::You, StepAction::SignIn}}},
        },
        {
            .id = finding::signInInteractionRequired,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::WornOut,
            .title = QT_TRANSLATE_NOOP("Finding", "The administrator's sign-in needs a second step"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The tenant requires multi-factor authentication or enrollment, which needs a window. This "
                "affects a person's sign-in, never the managed identity."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in again in a browser, for this resource:"),
                     "az login --tenant %organizationTenantId|TENANT_ID% --scope "
                     "499b84ac-1321-427f-aa17-267ca6975798/.default",
                     Actor::You}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS50076"}}, {.all = {"AADSTS50079"}}, {.all = {"interaction_required"}}},
            .identityFaults = {"cli_interaction_required"_L1},
            .serviceErrors = {"AADSTS50076"_L1, "AADSTS50079"_L1},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "The sign-in needs a second step in the browser"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "The tenant requires multi-factor authentication or enrollment before "
                                      "it issues a token for Azure DevOps: %serviceMessage|no further reason "
                                      "was given%. Only you can complete that step."),
                    {{QT_TRANSLATE_NOOP("Finding", "Sign in again in a browser:"),
                      "signet login --with browser", Actor::You, StepAction::SignIn},
                     {QT_TRANSLATE_NOOP("Finding",
                                        "Sign in again with the Azure CLI, if you use its sign-in:"),
                      "az login --scope 499b84ac-1321-427f-aa17-267ca6975798/.default "
                      "--allow-no-subscriptions",
                      Actor::You}}},
        },
        {
            .id = finding::deviceCodeNotCompleted,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Warning,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "The device code sign-in was not completed"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The code has expired, was declined, or was already used. It cannot "
                                       "be used again, so you need a new one."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Start the sign-in again, and confirm the code within 15 minutes:"),
                     "az login --use-device-code", Actor::You}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"authorization_declined"}},
                      {.all = {"expired_token"}},
                      {.all = {"AADSTS70020"}},
                      {.all = {"bad_verification_code"}}},
            .identityFaults = {"device_declined"_L1, "device_expired"_L1, "device_code_bad"_L1},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "The device code sign-in was not completed"),
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "The code gave no sign-in: %reason|it has expired, was declined, or was already "
                        "used%. It cannot be used again, and you are not signed in."),
                    {{QT_TRANSLATE_NOOP(
                          "Finding",
                          "Start again, and confirm the new code in the browser within 15 minutes:"),
                      "signet login --with device-code", Actor::You, StepAction::SignIn}}},
        },
        {
            .id = finding::appRegistrationNotPublic,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "The app registration does not allow public clients"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Device code or browser sign-in without a secret requires \"Allow public client flows\" on "
                "the app registration. It is off for %clientId|the configured client id%."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding", "Turn on \"Allow public client flows\", or configure another client id:"),
                     "az ad app update --id %clientId|CLIENT_ID% --is-fallback-public-client true",
                     Actor::AzureAdmin}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS7000218"}}},
            .identityFaults = {"app_registration_not_public"_L1},
        },
        {
            .id = finding::appNotInTenant,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::Missing,
            .title =
                QT_TRANSLATE_NOOP("Finding", "Application %clientId|CLIENT_ID% is unknown in the tenant"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The client id is wrong (an object id, the literal text \"null\", or from "
                                  "another tenant), or the application has no service principal there. With "
                                  "use_msi, a secret or OIDC setting was used in place of the identity."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Correct the client id and tenant, or remove them so that the managed "
                                       "identity is used:"),
                     {"env -u ARM_CLIENT_ID -u ARM_CLIENT_SECRET -u ARM_TENANT_ID terraform plan",
                      "Remove-Item Env:ARM_CLIENT_ID, Env:ARM_CLIENT_SECRET, Env:ARM_TENANT_ID -ErrorAction "
                      "Ignore; terraform plan"},
                     Actor::You},
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Create the application's service principal in this tenant if the id is correct:"),
                     "az ad sp create --id %clientId|CLIENT_ID%", Actor::AzureAdmin}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS700016"}}, {.all = {"AADSTS7000229"}}},
            .serviceErrors = {"AADSTS700016"_L1, "AADSTS7000229"_L1},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding",
                                      "App registration %clientId|CLIENT_ID% is unknown in the tenant"),
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "Browser and device code sign-in use an app registration, which Microsoft Entra does "
                        "not find in %tenantId|the tenant%. Its client id is wrong, an object id, or from "
                        "another tenant, or it has no service principal there."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Pass the application (client) id of an app registration of that "
                                        "tenant with --sign-in-client-id. These are yours:"),
                      "az ad app list --show-mine --query \"[].{name:displayName, appId:appId}\" -o table",
                      Actor::You},
                     {QT_TRANSLATE_NOOP("Finding",
                                        "Create the app registration's service principal in this tenant if "
                                        "the id is correct:"),
                      "az ad sp create --id %clientId|CLIENT_ID%", Actor::AzureAdmin}}},
        },
        {
            .id = finding::tenantIdWrong,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::SignIn},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "There is no tenant with the id %value|you specified%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The value is missing, mistyped, from another cloud, or neither a GUID nor a domain. The "
                "provider reads tenant_id, ARM_TENANT_ID, and, since 1.16, AZURE_TENANT_ID."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Set the organization's tenant id:"),
                     {"export ARM_TENANT_ID=%organizationTenantId|TENANT_ID%",
                      "Set-Item Env:ARM_TENANT_ID %organizationTenantId|TENANT_ID%"},
                     Actor::You}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS90002"}},
                      {.all = {"AADSTS900023"}},
                      {.all = {"invalid tenantID. You can locate your tenantID"}}},
            .serviceErrors = {"AADSTS90002"_L1, "AADSTS900023"_L1},
            .signs = {{"invalid tenantid\\.", 0.9, reasons::valueRefused}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "There is no tenant %value|with this id or domain%"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "The tenant to sign in to is mistyped, from another cloud, or neither "
                                      "a GUID nor a domain. It comes from --tenant or from the profile."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Pass the tenant's id or domain with --tenant; otherwise the "
                                        "account's home tenant is used:"),
                      "signet login --tenant TENANT_ID", Actor::You, StepAction::SignIn}}},
        },
        {
            .id = finding::tokenScopeInvalid,
            .chapter = chapter,
            .actions = {FindingAction::SignIn},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The scope of the token request is malformed"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "An application needs the scope 499b84ac-1321-427f-aa17-267ca6975798/.default; a bare "
                "resource, a single permission, or a mistyped name is rejected. The provider sends the right "
                "one, so this affects only scripts."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Use the scope with /.default at the end:"),
                     "az account get-access-token --scope 499b84ac-1321-427f-aa17-267ca6975798/.default "
                     "--query expiresOn",
                     Actor::You}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS70011"}}, {.all = {"AADSTS1002012"}}},
            .serviceErrors = {"AADSTS1002012"_L1, "AADSTS70011"_L1},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "Microsoft Entra rejects the scope of the sign-in"),
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "The message is: %serviceMessage|none%. Signet requests the standard scope of Azure "
                        "DevOps, so the tenant has unusual rules or Signet has a bug."),
                    {{QT_TRANSLATE_NOOP(
                          "Finding", "Sign in another way, and report the message. The help lists the ways:"),
                      "signet login --help", Actor::You, StepAction::SignIn}}},
        },
        {
            .id = finding::clientCredentialRejected,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Microsoft Entra rejects the client secret or certificate"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The secret is wrong, has expired, or is the secret's id instead of its value, or the "
                "certificate is not registered. With use_msi, a leftover secret or certificate was tried "
                "before the managed identity and ended the chain."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Remove the secret and certificate to use the managed identity:"),
                     {"env -u ARM_CLIENT_SECRET -u AZURE_CLIENT_SECRET terraform plan",
                      "Remove-Item Env:ARM_CLIENT_SECRET, Env:AZURE_CLIENT_SECRET -ErrorAction Ignore; "
                      "terraform plan"},
                     Actor::You},
                    {QT_TRANSLATE_NOOP("Finding", "Renew the application's secret to use the application:"),
                     "az ad app credential reset --id %clientId|CLIENT_ID% --append", Actor::AzureAdmin}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS7000215"}},
                      {.all = {"AADSTS7000222"}},
                      {.all = {"AADSTS700027"}},
                      {.all = {"ClientSecretCredential authentication failed"}}},
            .serviceErrors = {"AADSTS7000215"_L1, "AADSTS7000222"_L1, "AADSTS700027"_L1},
            // Codes of Entra say more than these two, and rank before them.
            .credentialSigns = {{"^clientsecretcredential authentication failed", 0.74,
                                 QT_TRANSLATE_NOOP("PastedText", "ClientSecretCredential was refused.")},
                                {"^clientcertificatecredential authentication failed", 0.74,
                                 QT_TRANSLATE_NOOP("PastedText",
                                                   "ClientCertificateCredential was refused.")}},
        },
        {
            .id = finding::entraAppBlocked,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "Microsoft Entra blocks %principal|this application%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Its service principal is disabled (AADSTS7000112), or access to Azure DevOps requires an "
                "assignment in this tenant and it has none (AADSTS50105)."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding",
                                    "Enable the service principal, or assign it under Microsoft Entra ID > "
                                    "Enterprise applications > Azure DevOps:"),
                  "az ad sp update --id %objectId|OBJECT_ID% --set accountEnabled=true", Actor::AzureAdmin}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS7000112"}}, {.all = {"AADSTS50105"}}},
            .serviceErrors = {"AADSTS7000112"_L1, "AADSTS50105"_L1},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding",
                                      "This account cannot sign in with %clientId|the app registration%"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "The app registration is disabled in the tenant (AADSTS7000112), or it "
                                      "requires users to be assigned and this account is not (AADSTS50105)."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Enable it, or assign the person under Microsoft Entra ID > "
                                        "Enterprise applications > Users and groups."),
                      nullptr, Actor::AzureAdmin},
                     {QT_TRANSLATE_NOOP("Finding", "Sign in another way:"), "signet login --with azure-cli",
                      Actor::You, StepAction::SignIn}}},
        },
        {
            .id = finding::consentMissing,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .signIn = SignInTrouble::Missing,
            .title = QT_TRANSLATE_NOOP("Finding", "The sign-in app lacks consent in this tenant"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The app registration of the sign-in has no consent to request Azure DevOps in this tenant. "
                "This affects a person's sign-in; managed identities need no consent."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Grant consent under Microsoft Entra ID > Enterprise applications > "
                                       "Permissions, or sign in with the Azure CLI:"),
                     "az login --tenant %organizationTenantId|TENANT_ID% --allow-no-subscriptions",
                     Actor::AzureAdmin}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS65001"}}},
            .serviceErrors = {"AADSTS65001"_L1},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "The sign-in app lacks consent in this tenant"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "The app registration %clientId|of the sign-in% has no consent yet to "
                                      "request Azure DevOps in %tenantId|this tenant%. An administrator who "
                                      "can grant consent must do so once."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Grant consent under Microsoft Entra ID > Enterprise applications > "
                                        "Permissions, or with:"),
                      "az ad app permission admin-consent --id %clientId|CLIENT_ID%", Actor::AzureAdmin},
                     {QT_TRANSLATE_NOOP("Finding",
                                        "Sign in with the Azure CLI, which needs no app registration:"),
                      "signet login --with azure-cli", Actor::You, StepAction::SignIn}}},
        },
    };
}

} // namespace signet::chapters
