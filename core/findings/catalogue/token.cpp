#include "core/findings/catalogue/stages.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// The token itself, and the sign-ins that stand in for it.
std::vector<Finding> tokenFindings()
{
    constexpr auto stage = "token"_L1;
    return {
        {
            .id = finding::wrongAudience,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The token is for %audienceName|another service%, not for Azure DevOps"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The Azure CLI and most samples ask for Azure Resource Manager by default, "
                "and the audience of this token is %audience|not that of Azure DevOps%. Azure "
                "DevOps wants the resource 499b84ac-1321-427f-aa17-267ca6975798; its web "
                "address is no resource. The provider asks for the right one, so this "
                "concerns scripts and tests by hand."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Ask for the resource of Azure DevOps:"),
                     "az account get-access-token --resource 499b84ac-1321-427f-aa17-267ca6975798 "
                     "--query accessToken -o tsv",
                     Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"InvalidAuthenticationTokenAudience"}}},
        },
        {
            .id = finding::htmlInsteadOfJson,
            .stage = stage,
            .severity = Severity::Blocker,
            .nature = Nature::Symptom,
            .causes = {finding::wrongAudience, finding::tokenExpiredMidrun, finding::tenantMismatch,
                       finding::patOverridesMsi, finding::tlsInterception, finding::orgUrlWrong},
            .title = QT_TRANSLATE_NOOP("Finding", "Azure DevOps answered with a web page instead of data"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A credential that is missing, expired or not accepted gets a sign-in page "
                "with a status that looks like success, and the provider fails when it reads "
                "it as JSON. The page hides the reason; the token and the address of the "
                "organization tell it."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Run the checks, which read the status and the claims of the token:"),
                     "signet diagnose --org https://dev.azure.com/%organization|ORG%", Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"invalid character '<' looking for beginning of value"}}},
        },
        {
            .id = finding::azFallbackWrongIdentity,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The Azure CLI answered in place of the managed identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "use_cli is on unless it is switched off, and comes after the managed "
                "identity in the chain. When the machine has no identity, Terraform runs as "
                "%principal|whoever is signed in with the CLI%, or complains about the CLI."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Write use_cli = false beside use_msi = true, or for one run:"),
                     "ARM_USE_CLI=false terraform plan", Actor::You}},
            .link = links::provider,
            .match = {{.all = {"failed to get auth from auth cache: failed to get AAD token:",
                               "AzureCLICredential"}}},
        },
        {
            .id = finding::azMsiTenantArgument,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The Azure CLI is signed in with an identity and gets a tenant besides"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "With tenant_id or ARM_TENANT_ID the provider hands the tenant to the CLI. "
                                  "The CLI refuses a tenant when a managed identity is signed in."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Use use_msi directly, or run without the tenant:"),
                     "env -u ARM_TENANT_ID -u AZURE_TENANT_ID terraform plan", Actor::You}},
            .link = links::provider,
            .match = {{.all = {"Tenant shouldn't be specified for managed identity account"}}},
        },
        {
            .id = finding::azUsernameFlagRemoved,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "az login --identity no longer takes --username"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The option was removed in Azure CLI 2.73 in favour of --client-id, "
                "--object-id and --resource-id. One version before ignored it and signed in "
                "another identity."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Replace the option:"),
                     "az login --identity --client-id %clientId|CLIENT_ID% --allow-no-subscriptions",
                     Actor::You}},
            .link = links::azureCliWithManagedIdentity,
            .match = {{.all = {"Passing the managed identity ID with --username is no longer "
                               "supported. Use --client-id, --object-id or --resource-id instead"}}},
        },
        {
            .id = finding::azDevopsExtIgnoresMi,
            .stage = stage,
            .severity = Severity::Warning,
            .title =
                QT_TRANSLATE_NOOP("Finding", "az devops does not use the sign-in of the managed identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The extension looks up tokens of people only, so an identity must hand it a "
                "token in place of a PAT. AZURE_DEVOPS_EXT_PAT comes before everything else, "
                "also when it is old."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Give it a fresh token, which lasts as long as the token:"),
                     "export AZURE_DEVOPS_EXT_PAT=$(az account get-access-token --resource "
                     "499b84ac-1321-427f-aa17-267ca6975798 --query accessToken -o tsv)",
                     Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"Before you can run Azure DevOps commands, you need to run the login "
                               "command"}},
                      {.all = {"Failed to authenticate using the supplied token"}},
                      {.all = {"TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not "
                               "authorized"}}},
        },
        {
            .id = finding::azNoSubscriptions,
            .stage = stage,
            .severity = Severity::Info,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The identity has no Azure subscription, which Azure DevOps does not need"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Roles in Azure and membership in Azure DevOps have nothing to do with each "
                "other. The Azure CLI stops when it finds no subscription, although a token "
                "for Azure DevOps would be issued."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding", "Sign in with the option for this case, and do not grant a role for it:"),
                     "az login --identity --allow-no-subscriptions", Actor::You}},
            .link = links::azureCliWithManagedIdentity,
            .match = {{.all = {"No subscriptions found for"}},
                      {.all = {"No subscriptions were found for 'None'. If this is expected, use "
                               "'--allow-no-subscriptions'"}}},
        },
        {
            .id = finding::aadTokenAsBasic,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "git refuses a valid Entra token"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The same token works as a bearer header and fails through the credential "
                "helper. The reports are not resolved; version, cache and credential type of "
                "the helper are the suspects."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Send the token as a bearer header for now, with the token in T:"),
                     "git -c http.extraheader=\"AUTHORIZATION: bearer $T\" ls-remote %url|URL%", Actor::You}},
            .link = links::gitCredentials,
            .match = {{.all = {"fatal: Authentication failed for"}}},
        },
        {
            .id = finding::tokenCacheStale,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "The token is older than its identity's place in %group|a group of "
                                       "Entra, perhaps%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It was issued %age|some time% ago and lists the groups of Entra of that moment. The "
                "identity "
                "back end keeps one token per resource for about 24 hours and cannot be told to renew it, so "
                "what %group|a newer group% may do in %project|a project% does not count yet. Permissions "
                "that are granted in Azure DevOps itself count at once."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Do not wait: make the identity itself a member of a group of the project, instead "
                         "of through %group|the group of Entra%. This shows what would change:"),
                     "signet setup plan --org https://dev.azure.com/%organization|ORG% --object-id "
                     "%objectId|OBJECT_ID% --project %project|PROJECT%=contributor --out plan.json",
                     Actor::OrganizationAdmin},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Or wait: this token is good for another %left|day at the most%. Then "
                                       "see whether the next one has come:"),
                     "signet token", Actor::You}},
            .link = links::managedIdentityTokens,
        },
        {
            .id = finding::tokenExpiredMidrun,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The token is expired, or expires before the run ends"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "A token placed in AZDO_PERSONAL_ACCESS_TOKEN is never renewed, and the "
                                  "provider renews tokens only since 1.11. OIDC assertions of pipelines last "
                                  "only minutes."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Let the provider get its own tokens, with use_msi = true and provider 1.11.2 "
                         "or later:"),
                     "env -u AZDO_PERSONAL_ACCESS_TOKEN terraform init -upgrade", Actor::You}},
            .link = links::providerWithManagedIdentity,
            .match = {{.all = {"AADSTS700024: Client assertion is not within its valid time range"}}},
        },
        {
            .id = finding::tenantMismatch,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The identity belongs to another tenant than %organization|the organization%"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The token is of tenant %tenantId|A%, the organization is connected to "
                                  "%organizationTenantId|tenant B%. A managed identity belongs to one tenant "
                                  "and cannot be added to an organization of another."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Use an identity of the tenant of the organization; this shows which tenant "
                         "that is:"),
                     "curl -s -o /dev/null -D - "
                     "https://dev.azure.com/%organization|ORG%/_apis/connectionData | grep -i "
                     "x-vss-resourcetenant",
                     Actor::You},
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Create the identity in the tenant of the organization, or let an app "
                         "registration of that tenant trust the identity by a federated credential:"),
                     "az ad app federated-credential create --id %clientId|APP_ID% --parameters "
                     "credential.json",
                     Actor::AzureAdmin}},
            .link = links::identitiesInAzureDevOps,
        },
        {
            .id = finding::clockSkew,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The clock of this machine is wrong"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It is %skewSeconds|more than 120% seconds off, and the clock decides when a "
                "token counts as valid. Entra accepts assertions only within minutes of their "
                "making, and a slow clock goes on with tokens that the service sees as "
                "expired."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Turn time synchronisation on, and run again:"),
                     "sudo timedatectl set-ntp true", Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"AADSTS700024: Client assertion is not within its valid time range"}},
                      {.all = {"Cannot handle token prior to"}}},
        },
        {
            .id = finding::sovereignCloud,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity is of another cloud than Azure DevOps"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Azure DevOps Services exist only in the public cloud, and the provider has "
                "no setting for another. Identities of the government and China clouds get "
                "their tokens from another authority."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Use an identity of the public cloud, or a federated application in the tenant "
                         "of the organization; this shows the cloud of the host:"),
                     "curl -s --noproxy '*' -H Metadata:true "
                     "'http://169.254.169.254/metadata/instance/compute/"
                     "azEnvironment?api-version=2021-02-01&format=text'",
                     Actor::AzureAdmin}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"Audience", "is not a supported MSI token audience"}}},
        },
        {
            .id = finding::resourceNotInTenant,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "Azure DevOps is not known in the tenant of the identity by that name"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The tenant has no service principal for the resource %resource|that was "
                                  "asked for%. The resource is a web address or mistyped, or this tenant has "
                                  "never used Azure DevOps."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Ask for the resource by its GUID:"),
                     "az account get-access-token --resource 499b84ac-1321-427f-aa17-267ca6975798 "
                     "--query expiresOn",
                     Actor::You},
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Use an identity of the tenant of the organization when the GUID is refused "
                         "too; this shows that tenant:"),
                     "curl -s -o /dev/null -D - "
                     "https://dev.azure.com/%organization|ORG%/_apis/connectionData | grep -i "
                     "x-vss-resourcetenant",
                     Actor::AzureAdmin}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS500011"}}, {.all = {"AADSTS50001:"}}, {.all = {"AADSTS50001"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding",
                                      "The tenant that was signed in to does not know Azure DevOps"),
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "A sign-in is for one tenant, and %tenantId|this one% has no service principal for "
                        "what the command asks for. Another tenant than that of the organization was signed "
                        "in to, or this one has never used Azure DevOps."),
                    {{QT_TRANSLATE_NOOP("Finding", "Sign in to the tenant of the organization:"),
                      "signet login --tenant %organizationTenantId|TENANT_ID%", Actor::You}}},
        },
        {
            .id = finding::tokenExpiryUnclear,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The answer does not say plainly when the token expires"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "expires_on is missing, of an unknown form, or differs from the claim in the "
                "token. The claim is used here; other clients may fail or keep an expired "
                "token."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Compare the claim exp with the time now; when the token works there is "
                         "nothing to do:"),
                     "signet token", Actor::You}},
            .link = links::managedIdentityTokens,
        },
        {
            .id = finding::tokenNotDecodable,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The token cannot be read"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "It is not a JSON web token of three parts: opaque, cut, or damaged by "
                                  "copying. Whose it is and how long it lasts cannot be shown; only Azure "
                                  "DevOps can tell whether it is good."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Take the token again as a whole, from standard input:"),
                     "signet token --stdin < TOKEN_FILE", Actor::You}},
            .link = links::managedIdentityTokens,
        },
        {
            .id = finding::azNotSignedIn,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "Nobody is signed in with the Azure CLI"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A step that needs the sign-in of a person asks the Azure CLI. Its sign-in is "
                "missing, expired or was revoked."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in, in the tenant of the organization:"),
                     "az login --tenant %organizationTenantId|TENANT_ID% --allow-no-subscriptions",
                     Actor::You}},
            .link = links::azureCliSignIn,
            .match = {{.all = {"Please run 'az login'"}},
                      {.all = {"Please run: az login"}},
                      {.all = {"AADSTS700082"}},
                      {.all = {"AADSTS50173"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "Nobody is signed in with the Azure CLI"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "Signing in by the Azure CLI takes over who is signed in there, and "
                                      "that is nobody: its sign-in is missing, has expired or was revoked."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Sign in with the Azure CLI, with --tenant where the organization is "
                                        "of another tenant than the account, and repeat the command:"),
                      "az login --allow-no-subscriptions", Actor::You},
                     {QT_TRANSLATE_NOOP("Finding",
                                        "Sign in without the Azure CLI, with a personal access token:"),
                      "signet login --with access-token", Actor::You}}},
        },
        {
            .id = finding::azNotFound,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The Azure CLI is not installed, or not on the path"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A step asks the Azure CLI and there is none. Behind the provider it means "
                "that the chain came to its last entry, because the managed identity was not "
                "used or had no token."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Install the CLI or use another sign-in; for Terraform switch it off, so that "
                         "the real reason shows:"),
                     "ARM_USE_CLI=false terraform plan", Actor::You}},
            .link = links::azureCliSignIn,
            .match = {{.all = {"Azure CLI not found on path"}},
                      {.all = {"'az' is not recognized"}},
                      {.all = {"az: command not found"}},
                      {.all = {"az: not found"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "The Azure CLI is not installed, or not on the path"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "Signing in by the Azure CLI takes over who is signed in there, and no "
                                      "program az was found in an absolute entry of PATH."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Install the Azure CLI as its page says, and sign in with it:"),
                      "az login --allow-no-subscriptions", Actor::You},
                     {QT_TRANSLATE_NOOP("Finding", "Sign in without it, with a personal access token:"),
                      "signet login --with access-token", Actor::You}}},
        },
        {
            .id = finding::signInInteractionRequired,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The sign-in of the administrator needs a second step"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The tenant wants multi-factor authentication or enrolment, which cannot "
                                  "happen without a window. This concerns the sign-in of a person, never the "
                                  "managed identity."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Sign in again, in a browser, for this resource:"),
                     "az login --tenant %organizationTenantId|TENANT_ID% --scope "
                     "499b84ac-1321-427f-aa17-267ca6975798/.default",
                     Actor::You}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS50076"}}, {.all = {"AADSTS50079"}}, {.all = {"interaction_required"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "The sign-in needs a second step in the browser"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "The tenant wants multi-factor authentication or enrolment before it "
                                      "gives a token for Azure DevOps: %serviceMessage|it gives no further "
                                      "reason%. No program can do that step in silence."),
                    {{QT_TRANSLATE_NOOP("Finding", "Sign in again, in a browser:"),
                      "signet login --with browser", Actor::You},
                     {QT_TRANSLATE_NOOP("Finding",
                                        "Sign in anew with the Azure CLI where its login is used:"),
                      "az login --scope 499b84ac-1321-427f-aa17-267ca6975798/.default "
                      "--allow-no-subscriptions",
                      Actor::You}}},
        },
        {
            .id = finding::deviceCodeNotCompleted,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The sign-in by code was not completed"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The code expired, was declined, or was used before. It cannot be used again, "
                "so a new one is needed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Start the sign-in again, and confirm the code within 15 minutes:"),
                     "az login --use-device-code", Actor::You}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"authorization_declined"}},
                      {.all = {"expired_token"}},
                      {.all = {"AADSTS70020"}},
                      {.all = {"bad_verification_code"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "The sign-in by code was not completed"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "No sign-in came of the code: %reason|it expired, was declined, or was "
                                      "used before%. It cannot be used again, and nobody is signed in."),
                    {{QT_TRANSLATE_NOOP(
                          "Finding",
                          "Start again, and confirm the new code in the browser within 15 minutes:"),
                      "signet login --with device-code", Actor::You}}},
        },
        {
            .id = finding::appRegistrationNotPublic,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The app registration does not allow public clients"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A sign-in by code or browser without a secret needs \"Allow public client "
                "flows\" on the app registration. It is off for %clientId|the client id that "
                "was configured%."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding", "Turn on \"Allow public client flows\", or configure another client id:"),
                     "az ad app update --id %clientId|CLIENT_ID% --is-fallback-public-client true",
                     Actor::AzureAdmin}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS7000218"}}},
        },
        {
            .id = finding::appNotInTenant,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "The application %clientId|that was named% is unknown in the tenant"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The client id is wrong, an object id, the text \"null\" or of another "
                "tenant, or the application has no service principal there. With use_msi it "
                "means that a secret or OIDC setting was used in place of the identity."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Correct client id and tenant, or remove them so that the managed identity is "
                         "used:"),
                     "env -u ARM_CLIENT_ID -u ARM_CLIENT_SECRET -u ARM_TENANT_ID terraform plan", Actor::You},
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Create the service principal of the application in this tenant when the id is "
                         "right:"),
                     "az ad sp create --id %clientId|CLIENT_ID%", Actor::AzureAdmin}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS700016"}}, {.all = {"AADSTS7000229"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP(
                        "Finding", "The app registration %clientId|that was named% is unknown in the tenant"),
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "A sign-in by browser or code goes through an app registration, and Microsoft Entra "
                        "does not find this one in %tenantId|the tenant%: its client id is wrong, an object "
                        "id or of another tenant, or it has no service principal there."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Give the application (client) id of an app registration of that "
                                        "tenant with --sign-in-client-id; these are yours:"),
                      "az ad app list --show-mine --query \"[].{name:displayName, appId:appId}\" -o table",
                      Actor::You},
                     {QT_TRANSLATE_NOOP("Finding",
                                        "Create the service principal of the app registration in this tenant "
                                        "when the id is right:"),
                      "az ad sp create --id %clientId|CLIENT_ID%", Actor::AzureAdmin}}},
        },
        {
            .id = finding::tenantIdWrong,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The tenant id %value|that was given% names no tenant"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The value is missing, mistyped, of another cloud, or neither a GUID nor a "
                "domain. tenant_id, ARM_TENANT_ID and from provider 1.16 AZURE_TENANT_ID are "
                "read."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Write the tenant id of the organization:"),
                     "export ARM_TENANT_ID=%organizationTenantId|TENANT_ID%", Actor::You}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS90002"}},
                      {.all = {"AADSTS900023"}},
                      {.all = {"invalid tenantID. You can locate your tenantID"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "No tenant is called %value|as it was given%"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "The tenant to sign in to is mistyped, of another cloud, or neither a "
                                      "GUID nor a domain. It comes from --tenant or from the profile."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Give the id or a domain of the tenant with --tenant; without it the "
                                        "own tenant of the account is taken:"),
                      "signet login --tenant TENANT_ID", Actor::You}}},
        },
        {
            .id = finding::tokenScopeInvalid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The scope of the token request is malformed"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A token for an application needs the scope "
                "499b84ac-1321-427f-aa17-267ca6975798/.default; a bare resource, one "
                "permission or a mistyped name is refused. The provider sends the right one, "
                "so this concerns scripts."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Use the scope with /.default at its end:"),
                     "az account get-access-token --scope 499b84ac-1321-427f-aa17-267ca6975798/.default "
                     "--query expiresOn",
                     Actor::You}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS70011"}}, {.all = {"AADSTS1002012"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding",
                                      "Microsoft Entra refuses the scope that the sign-in asked for"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "It says: %serviceMessage|nothing more%. Signet asks for Azure DevOps "
                                      "by its own scope, so a tenant with other rules, or a fault of Signet, "
                                      "is behind it."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Sign in another way, and report what it answered; the help "
                                        "lists the ways:"),
                      "signet login --help", Actor::You}}},
        },
        {
            .id = finding::clientCredentialRejected,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Entra refuses the client secret or certificate"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The secret is wrong, expired or the id of the secret, or the certificate is "
                "not registered with the application. With use_msi it should not have been "
                "used at all: a leftover came before the managed identity, and its refusal "
                "ended the chain."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Remove secret and certificate when the managed identity is meant:"),
                     "env -u ARM_CLIENT_SECRET -u AZURE_CLIENT_SECRET terraform plan", Actor::You},
                    {QT_TRANSLATE_NOOP("Finding", "Renew the secret of the application when it is meant:"),
                     "az ad app credential reset --id %clientId|CLIENT_ID% --append", Actor::AzureAdmin}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS7000215"}},
                      {.all = {"AADSTS7000222"}},
                      {.all = {"AADSTS700027"}},
                      {.all = {"ClientSecretCredential authentication failed"}}},
        },
        {
            .id = finding::entraAppBlocked,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Entra does not let %principal|this application% in"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Its service principal is disabled, or access to Azure DevOps needs an "
                                  "assignment in this tenant and it has none. The error code tells which: "
                                  "AADSTS7000112 is disabled, AADSTS50105 not assigned."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding",
                                    "Enable the service principal, or assign it under Microsoft Entra ID > "
                                    "Enterprise applications > Azure DevOps:"),
                  "az ad sp update --id %objectId|OBJECT_ID% --set accountEnabled=true", Actor::AzureAdmin}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS7000112"}}, {.all = {"AADSTS50105"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "Microsoft Entra does not let this account in by %clientId|the app registration%"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "The app registration is disabled in the tenant, or it wants its users "
                                      "assigned and this account is not. The error code tells which: "
                                      "AADSTS7000112 is disabled, AADSTS50105 not assigned."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Enable it, or assign the person under Microsoft Entra ID > "
                                        "Enterprise applications > Users and groups."),
                      nullptr, Actor::AzureAdmin},
                     {QT_TRANSLATE_NOOP("Finding", "Sign in another way:"), "signet login --with azure-cli",
                      Actor::You}}},
        },
        {
            .id = finding::consentMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The program used for signing in lacks consent in this tenant"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The app registration behind the sign-in may not ask for Azure DevOps in this "
                "tenant. It concerns the sign-in of a person; managed identities need no "
                "consent."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Grant consent under Microsoft Entra ID > Enterprise applications > "
                                       "Permissions, or have the person sign in through the Azure CLI:"),
                     "az login --tenant %organizationTenantId|TENANT_ID% --allow-no-subscriptions",
                     Actor::AzureAdmin}},
            .link = links::entraErrorCodes,
            .match = {{.all = {"AADSTS65001"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding",
                                      "The program used for signing in lacks consent in this tenant"),
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "The app registration %clientId|behind the sign-in% may not ask for Azure DevOps in "
                        "%tenantId|this tenant% yet. Who may grant consent there has to do it once."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Grant consent under Microsoft Entra ID > Enterprise applications > "
                                        "Permissions, or by command:"),
                      "az ad app permission admin-consent --id %clientId|CLIENT_ID%", Actor::AzureAdmin},
                     {QT_TRANSLATE_NOOP("Finding",
                                        "Sign in by the Azure CLI, which needs no app registration:"),
                      "signet login --with azure-cli", Actor::You}}},
        },
    };
}

} // namespace signet::chapters
