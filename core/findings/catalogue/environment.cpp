#include "core/findings/catalogue/chapters.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// What the process was given: variables, sign-ins, the kind of machine.
std::vector<Finding> environmentFindings()
{
    constexpr auto chapter = "environment"_L1;
    return {
        {
            .id = finding::notOnAzure,
            .chapter = chapter,
            .actions = {FindingAction::ChooseIdentity, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "This machine is not an Azure host"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It has no managed identity, because only Azure hosts and Azure Arc servers have an identity "
                "endpoint. With use_msi, the provider retries for minutes and never tries the Azure CLI."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Run Terraform on an Azure host or an Azure Arc server, or turn off "
                                       "use_msi here and use your own sign-in:"),
                     {"ARM_USE_MSI=false ARM_USE_CLI=true terraform plan",
                      "Set-Item Env:ARM_USE_MSI false; Set-Item Env:ARM_USE_CLI true; terraform plan"},
                     Actor::You}},
            .link = links::providerWithManagedIdentity,
            .match = {{.all = {"Failed to connect to MSI. Please make sure MSI is configured correctly "
                               "and check the network connection"}}},
            .identityFaults = {"not_in_azure"_L1},
        },
        {
            .id = finding::patOverridesMsi,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "A personal access token overrides the managed identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The provider checks personal_access_token and AZDO_PERSONAL_ACCESS_TOKEN first; if it finds "
                "a token, it uses it and silently ignores use_msi. Terraform then acts as the token's owner, "
                "and fails once the token expires."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Remove %variable|AZDO_PERSONAL_ACCESS_TOKEN% from this process and "
                                       "from the pipeline's variable groups:"),
                     {"unset %variable|AZDO_PERSONAL_ACCESS_TOKEN%",
                      "Remove-Item Env:%variable|AZDO_PERSONAL_ACCESS_TOKEN% -ErrorAction Ignore"},
                     Actor::You}},
            .link = links::provider,
            .match = {{.all = {"You are not authorized to access Azure DevOps Organization"}}},
            .secondSign = {{"azdo_personal_access_token", "personal_access_token"}, 0.3},
        },
        {
            .id = finding::envClientIdLeftover,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%variable|ARM_CLIENT_ID or AZURE_CLIENT_ID% selects a different identity"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The provider block has no client_id, so the provider uses ARM_CLIENT_ID "
                                  "or, since 1.11, AZURE_CLIENT_ID. That value belongs to another tool, so "
                                  "the provider never requests %principal|the identity of this machine%."),
            .fix =
                {{QT_TRANSLATE_NOOP(
                      "Finding",
                      "Set client_id in the provider block, or run Terraform without the two variables:"),
                  {"env -u ARM_CLIENT_ID -u AZURE_CLIENT_ID terraform plan",
                   "Remove-Item Env:ARM_CLIENT_ID, Env:AZURE_CLIENT_ID -ErrorAction Ignore; terraform plan"},
                  Actor::You}},
            .link = links::provider,
            .match = {{.all = {"the requested identity isn't assigned to this resource"}}},
            .secondSign = {{"arm_client_id", "azure_client_id"}, 0.3},
        },
        {
            .id = finding::envSecretOrOidcBeatsMsi,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "A secret, certificate, or OIDC overrides the managed identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Since 1.11, the provider tries OIDC, client secret, and client certificate before the "
                "managed identity, and stops if one is rejected. %variable|A variable set for another "
                "provider% is enough; since 1.16, AZURE_* variables also count."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Unset the variables in the job that runs this provider, or pass them "
                                       "only to the step that needs them:"),
                     {"env -u ARM_CLIENT_SECRET -u AZURE_CLIENT_SECRET -u ARM_USE_OIDC terraform plan",
                      "Remove-Item Env:ARM_CLIENT_SECRET, Env:AZURE_CLIENT_SECRET, Env:ARM_USE_OIDC "
                      "-ErrorAction Ignore; terraform plan"},
                     Actor::You}},
            .link = links::provider,
            .signs = {{"\\bopen [^ ]{1,300}\\.(?:pfx|p12|pem|crt|cer): no such file or directory", 0.85,
                       QT_TRANSLATE_NOOP("PastedText",
                                         "A client certificate was chosen, and its file is missing.")},
                      {"\\bopen [^ ]{1,300}: no such file or directory", 0.4,
                       QT_TRANSLATE_NOOP("PastedText",
                                         "A file is missing that a certificate or token was to come from.")}},
        },
        {
            .id = finding::arcEnvNotLoaded,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The Azure Arc variables are missing from this process"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The Azure Arc agent is installed, but this shell or service started before onboarding, or "
                "cron or sudo dropped IDENTITY_ENDPOINT and IMDS_ENDPOINT. Since 1.11, the provider finds "
                "the agent anyway; the Azure CLI, PowerShell, and other libraries do not."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Restart the shell or the agent service, or set both variables:"),
                     {"export IDENTITY_ENDPOINT=http://localhost:40342/metadata/identity/oauth2/token "
                      "IMDS_ENDPOINT=http://localhost:40342",
                      "Set-Item Env:IDENTITY_ENDPOINT http://localhost:40342/metadata/identity/oauth2/token; "
                      "Set-Item Env:IMDS_ENDPOINT http://localhost:40342"},
                     Actor::You}},
            .link = links::arc,
        },
        {
            .id = finding::appserviceEnvMissing,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The app's identity variables are missing from this process"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "App Service and Functions set IDENTITY_ENDPOINT and IDENTITY_HEADER only in the app's main "
                "process, once the identity is on and the app has restarted. SSH sessions, Kudu shells, and "
                "older workers do not have them."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Run Terraform from the app's own process, not from an SSH or Kudu "
                                       "shell. This command shows which variables a process has:"),
                     {"env | grep -o \"^IDENTITY_[A-Z]*\"", "(Get-ChildItem Env:IDENTITY_*).Name"},
                     Actor::You},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Turn on the identity, remove the app setting WEBSITE_DISABLE_MSI if "
                                       "it exists, and restart the app:"),
                     {"az webapp identity assign -g %resourceGroup|RESOURCE_GROUP% -n %resource|APP% && "
                      "az webapp restart -g %resourceGroup|RESOURCE_GROUP% -n %resource|APP%",
                      "az webapp identity assign -g %resourceGroup|RESOURCE_GROUP% -n %resource|APP%; if "
                      "($?) { az webapp restart -g %resourceGroup|RESOURCE_GROUP% -n %resource|APP% }"},
                     Actor::AzureAdmin}},
            .link = links::appService,
            .match = {{.all = {"KeyError: 'IDENTITY_ENDPOINT'"}}},
            .identityFaults = {"header_env_missing"_L1},
        },
        {
            .id = finding::containerAppEnvMismatch,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The Container Apps identity endpoint was not used"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Container Apps provides the identity through IDENTITY_ENDPOINT and IDENTITY_HEADER, not "
                "169.254.169.254. Some Azure CLI versions need an App Service variable to recognize them, "
                "and an app that got its identity later can lack them."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding", "Set the variable name that the Azure CLI looks for, and the client id:"),
                     {"APPSETTING_WEBSITE_SITE_NAME=dummy az login --identity --client-id "
                      "%clientId|CLIENT_ID% --allow-no-subscriptions",
                      "Set-Item Env:APPSETTING_WEBSITE_SITE_NAME dummy; az login --identity --client-id "
                      "%clientId|CLIENT_ID% --allow-no-subscriptions"},
                     Actor::You},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Assign the identity to the container app, and start a new revision "
                                       "if the app is older than the identity:"),
                     "az containerapp identity assign -g %resourceGroup|RESOURCE_GROUP% -n "
                     "%resource|APP% --user-assigned %resourceId|RESOURCE_ID%",
                     Actor::AzureAdmin}},
            .link = links::containerApps,
            .match = {{.all = {"Failed to connect to MSI", "Get Token request returned: <Response [405]>"}}},
        },
        {
            .id = finding::hostedAgentNoIdentity,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "This hosted agent cannot have a managed identity"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Agents hosted by Microsoft or GitHub run on machines that you do not "
                                       "control; their identity endpoint responds but has no identity. The "
                                       "provider can stop there instead of trying the next credential."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding",
                                    "Use a service connection, or move the job to a self-hosted agent or to "
                                    "Managed DevOps Pools. This command prints a job with a connection:"),
                  "signet terraform pipeline --org https://dev.azure.com/%organization|ORG% --connection "
                  "SERVICE_CONNECTION",
                  Actor::You,
                  StepAction::None,
                  {"azure-pipelines-hosted"_L1}},
                 {QT_TRANSLATE_NOOP("Finding",
                                    "Move the job to a self-hosted agent or to Managed DevOps Pools, or use "
                                    "workload identity federation here:"),
                  {"ARM_USE_MSI=false ARM_USE_OIDC=true terraform plan",
                   "Set-Item Env:ARM_USE_MSI false; Set-Item Env:ARM_USE_OIDC true; terraform plan"},
                  Actor::You}},
            .link = links::serviceConnectionToAzureDevOps,
            .secondSign = {{"hosted agent", "/home/vsts/work", "d:\\a\\1\\", "/home/runner/work",
                            "azure pipelines", "github actions", "ubuntu-latest", "windows-latest"},
                           0.1},
        },
        {
            .id = finding::systemAccessTokenIsBuildService,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Terraform uses the pipeline's build service account"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "System.AccessToken belongs to the build service account, which is not a Microsoft Entra "
                "principal. Several Azure DevOps APIs reject it, whatever its permissions are."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Remove System.AccessToken from AZDO_PERSONAL_ACCESS_TOKEN, and let the "
                         "provider use an identity that is a member of %organization|the organization%:"),
                     {"env -u AZDO_PERSONAL_ACCESS_TOKEN ARM_USE_MSI=true terraform plan",
                      "Remove-Item Env:AZDO_PERSONAL_ACCESS_TOKEN -ErrorAction Ignore; Set-Item "
                      "Env:ARM_USE_MSI true; terraform plan"},
                     Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"(5102) You are trying to invite a user from outside your directory"}},
                      {.all = {"You need to be a Creator for service connections in this project"}},
                      {.all = {"TF14045: The identity with type "
                               "'Microsoft.TeamFoundation.ServiceIdentity' could not be found"}}},
            .serviceErrors = {"entitlement-5102"_L1},
        },
        {
            .id = finding::cloudShellUserNotMi,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Cloud Shell returns your token, not a managed identity's"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "In Cloud Shell, the endpoint in MSI_ENDPOINT returns the signed-in user's "
                                  "token, for a fixed "
                                  "list of audiences. Results here do not apply to the managed identity."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Run the same check on the machine where Terraform runs:"),
                     "signet diagnose --org https://dev.azure.com/%organization|ORG%", Actor::You}},
            .link = links::cloudShell,
            .match = {{.all = {"Audience", "is not a supported MSI token audience"}}},
            .identityFaults = {"user_token"_L1},
            .usual = true,
        },
        {
            .id = finding::identityEndpointInvalid,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "%variable|The variable% does not hold a usable local address"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It contains no URL, an unsupported scheme, or an address outside this machine: %value|see "
                "the report%. The secret for it must never leave the machine, so nothing was sent."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Unset the variables, or restart the process from the environment "
                                       "that the host provides:"),
                     {"unset IDENTITY_ENDPOINT IDENTITY_HEADER IMDS_ENDPOINT MSI_ENDPOINT MSI_SECRET",
                      "Remove-Item Env:IDENTITY_ENDPOINT, Env:IDENTITY_HEADER, Env:IMDS_ENDPOINT, "
                      "Env:MSI_ENDPOINT, Env:MSI_SECRET -ErrorAction Ignore"},
                     Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"IDENTITY_ENDPOINT", "parse"}}, {.all = {"MSI_ENDPOINT", "parse"}}},
            .identityFaults = {"endpoint_env_invalid"_L1, "endpoint_not_loopback"_L1},
        },
        {
            .id = finding::identityEndpointLeftover,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "Leftover variables point to another host's identity endpoint"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "%variable|IDENTITY_ENDPOINT or MSI_ENDPOINT% came from another machine, "
                                  "image, or shell, so clients use that address instead of this host's own "
                                  "endpoint. If it fails, the provider tries nothing else."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding", "Run Terraform without these variables:"),
                  {"unset %variables|IDENTITY_ENDPOINT IDENTITY_HEADER IMDS_ENDPOINT MSI_ENDPOINT "
                   "MSI_SECRET%; terraform plan",
                   "Write-Output %variables|IDENTITY_ENDPOINT IDENTITY_HEADER IMDS_ENDPOINT MSI_ENDPOINT "
                   "MSI_SECRET% | ForEach-Object { Remove-Item Env:$_ -ErrorAction Ignore }; terraform plan"},
                  Actor::You}},
            .link = links::managedIdentityTokens,
        },
        {
            .id = finding::envNamesDisagree,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "ARM_* and AZURE_* variables differ, and ARM_* wins"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The provider reads the client id, and since 1.16 also tenant and secret, "
                                  "under both names, and the ARM_* name takes precedence. A value that is "
                                  "set only under the AZURE_* name is ignored, without any warning."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Keep one of the two names, or set the argument in the provider "
                                       "block. This command lists what is set:"),
                     {"env | grep -E '^(ARM|AZURE)_(CLIENT|TENANT)_ID='",
                      "Get-ChildItem Env: | Where-Object Name -Match '^(ARM|AZURE)_(CLIENT|TENANT)_ID$'"},
                     Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::tokenPathNotRead,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The provider ignores AZDO_TOKEN_PATH"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The provider's documentation mentions the variable, but its code never "
                                  "reads it. Terraform uses the next credential in the chain instead."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Unset the variable and use use_msi, or use_oidc with its own file argument:"),
                     {"unset AZDO_TOKEN_PATH", "Remove-Item Env:AZDO_TOKEN_PATH -ErrorAction Ignore"},
                     Actor::You}},
            .link = links::provider,
        },
    };
}

} // namespace signet::chapters
