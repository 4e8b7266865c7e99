#include "core/findings/catalogue/stages.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// What the process was given: variables, sign-ins, the kind of machine.
std::vector<Finding> environmentFindings()
{
    constexpr auto stage = "environment"_L1;
    return {
        {
            .id = finding::notOnAzure,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "This machine is not an Azure host, so it has no managed identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Only Azure hosts and servers connected by Azure Arc have an identity endpoint. "
                "With use_msi on, the provider keeps asking for minutes before it gives up, and "
                "it does not go on to the Azure CLI."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Run Terraform on an Azure host or an Arc server, or turn use_msi off here and "
                         "use your own sign-in:"),
                     "ARM_USE_MSI=false ARM_USE_CLI=true terraform plan", Actor::You}},
            .link = links::providerWithManagedIdentity,
            .match = {{.all = {"Failed to connect to MSI. Please make sure MSI is configured correctly "
                               "and check the network connection"}}},
        },
        {
            .id = finding::patOverridesMsi,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "A personal access token wins over the managed identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The provider looks at personal_access_token and AZDO_PERSONAL_ACCESS_TOKEN "
                "before anything else, and uses what it finds without a word about use_msi. "
                "Terraform therefore acts as the owner of the token, and fails like a broken "
                "identity once the token expires."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Remove %variable|AZDO_PERSONAL_ACCESS_TOKEN% from this process and from the "
                         "variable groups of the pipeline:"),
                     "unset %variable|AZDO_PERSONAL_ACCESS_TOKEN%", Actor::You}},
            .link = links::provider,
            .match = {{.all = {"You are not authorized to access Azure DevOps Organization"}}},
        },
        {
            .id = finding::envClientIdLeftover,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%variable|ARM_CLIENT_ID or AZURE_CLIENT_ID% selects another identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The provider block names no client_id, so the provider takes it from "
                "ARM_CLIENT_ID, and since 1.11 also from AZURE_CLIENT_ID. That value was "
                "meant for another tool and is sent to the identity endpoint as the identity "
                "to use, so %principal|the identity of this machine% is never asked for."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Write client_id into the provider block, or run Terraform without the two "
                         "variables:"),
                     "env -u ARM_CLIENT_ID -u AZURE_CLIENT_ID terraform plan", Actor::You}},
            .link = links::provider,
            .match = {{.all = {"the requested identity isn't assigned to this resource"}}},
        },
        {
            .id = finding::envSecretOrOidcBeatsMsi,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding",
                                  "A client secret, certificate or OIDC setting comes before the managed "
                                  "identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Since provider 1.11 OIDC, client secret and client certificate are tried "
                "before the managed identity, and a refusal there ends the chain. %variable|A "
                "variable meant for another provider% is enough, and from 1.16 the AZURE_* "
                "names count too."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Unset the variables in the job that runs this provider, or give them only to "
                         "the step that needs them:"),
                     "env -u ARM_CLIENT_SECRET -u AZURE_CLIENT_SECRET -u ARM_USE_OIDC terraform plan",
                     Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::arcEnvNotLoaded,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "This process does not see the variables of Azure Arc"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The Arc agent is installed, but IDENTITY_ENDPOINT and IMDS_ENDPOINT are "
                "missing here: the shell or service started before onboarding, or cron or "
                "sudo dropped them. The azuredevops provider finds the agent by its file "
                "since 1.11, while the Azure CLI, PowerShell and other libraries then ask an "
                "address that does not exist off Azure."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Restart the shell or the agent service, or set both variables:"),
                     "export IDENTITY_ENDPOINT=http://localhost:40342/metadata/identity/oauth2/token "
                     "IMDS_ENDPOINT=http://localhost:40342",
                     Actor::You}},
            .link = links::arc,
            .match = {{.all = {"no response from the IMDS endpoint"}}},
        },
        {
            .id = finding::appserviceEnvMissing,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "This process does not have the identity variables of the app"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "App Service and Functions give IDENTITY_ENDPOINT and IDENTITY_HEADER only to "
                "the main process of the app, after the identity was switched on and the app "
                "restarted. SSH and Kudu shells and older workers do not have them."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Run Terraform from the process of the app itself, not from an SSH or Kudu "
                         "shell; this shows which variables a process has:"),
                     "env | grep -o \"^IDENTITY_[A-Z]*\"", Actor::You},
                    {QT_TRANSLATE_NOOP("Finding", "Switch the identity on and restart the app:"),
                     "az webapp identity assign -g %resourceGroup|RESOURCE_GROUP% -n %resource|APP% && "
                     "az webapp restart -g %resourceGroup|RESOURCE_GROUP% -n %resource|APP%",
                     Actor::AzureAdmin}},
            .link = links::appService,
            .match = {{.all = {"KeyError: 'IDENTITY_ENDPOINT'"}},
                      {.all = {"ManagedIdentityCredential authentication unavailable"}}},
        },
        {
            .id = finding::containerAppEnvMismatch,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity endpoint of Container Apps was not used"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Container Apps offer the identity through IDENTITY_ENDPOINT and "
                "IDENTITY_HEADER, not through 169.254.169.254. Some versions of the Azure CLI "
                "recognise them only when a variable of App Service is present, and an app "
                "that got its identity later may lack them."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Give the Azure CLI the name that it looks for, together with the client id:"),
                     "APPSETTING_WEBSITE_SITE_NAME=dummy az login --identity --client-id "
                     "%clientId|CLIENT_ID% --allow-no-subscriptions",
                     Actor::You},
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Assign the identity to the container app and start a new revision when it was "
                         "added after the app was created:"),
                     "az containerapp identity assign -g %resourceGroup|RESOURCE_GROUP% -n "
                     "%resource|APP% --user-assigned %resourceId|RESOURCE_ID%",
                     Actor::AzureAdmin}},
            .link = links::containerApps,
            .match = {{.all = {"Failed to connect to MSI", "Get Token request returned: <Response [405]>"}}},
        },
        {
            .id = finding::hostedAgentNoIdentity,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "This hosted agent has no managed identity, and cannot be given one"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Agents that Microsoft or GitHub host are Azure machines of theirs: the "
                "identity endpoint answers, and says that there is no identity. The provider "
                "may stop there instead of going on to the next credential."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Move the job to a self-hosted agent or to Managed DevOps Pools, or use "
                         "workload identity federation here:"),
                     "ARM_USE_MSI=false ARM_USE_OIDC=true terraform plan", Actor::You}},
            .link = links::workloadIdentityFederation,
            .match = {{.all = {"{\"error\":\"invalid_request\",\"error_description\":\"Identity not "
                               "found\"}"}}},
        },
        {
            .id = finding::systemAccessTokenIsBuildService,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Terraform acts as the build service of the pipeline"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "System.AccessToken belongs to the build service account, which is not a "
                "principal of Microsoft Entra ID. Several interfaces of Azure DevOps refuse "
                "it whatever its permissions are."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Remove System.AccessToken from AZDO_PERSONAL_ACCESS_TOKEN, and let the "
                         "provider use an identity that is a member of %organization|the organization%:"),
                     "env -u AZDO_PERSONAL_ACCESS_TOKEN ARM_USE_MSI=true terraform plan", Actor::You}},
            .link = links::identitiesInAzureDevOps,
            .match = {{.all = {"(5102) You are trying to invite a user from outside your directory"}},
                      {.all = {"You need to be a Creator for service connections in this project"}},
                      {.all = {"TF14045: The identity with type "
                               "'Microsoft.TeamFoundation.ServiceIdentity' could not be found"}}},
        },
        {
            .id = finding::cloudShellUserNotMi,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "Cloud Shell hands out your own token, not one of a managed identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The endpoint behind MSI_ENDPOINT in Cloud Shell returns the token of the "
                "person who is signed in, for a fixed list of audiences. What works or fails "
                "here says nothing about the managed identity."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Run the same check on the machine where Terraform will run:"),
                     "signet diagnose --org https://dev.azure.com/%organization|ORG%", Actor::You}},
            .link = links::cloudShell,
            .match = {{.all = {"Audience", "is not a supported MSI token audience"}}},
        },
        {
            .id = finding::identityEndpointInvalid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "%variable|The identity endpoint variable% is no usable local address"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The variable holds no URL, another scheme, or an address off this machine: "
                "%value|its value cannot be used%. The secret beside it must never leave the "
                "machine, so nothing was sent."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Unset the variables, or start the process again from the environment that the "
                         "host provides:"),
                     "unset IDENTITY_ENDPOINT IDENTITY_HEADER IMDS_ENDPOINT MSI_ENDPOINT MSI_SECRET",
                     Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"IDENTITY_ENDPOINT", "parse"}}, {.all = {"MSI_ENDPOINT", "parse"}}},
        },
        {
            .id = finding::identityEndpointLeftover,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "Leftover variables point to the identity endpoint of another host"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "%variable|IDENTITY_ENDPOINT or MSI_ENDPOINT% came along from another "
                "machine, image or shell, so clients ask that address instead of the own one. "
                "Any error there ends the chain of the provider."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Run Terraform without these variables:"),
                     "unset %variables|IDENTITY_ENDPOINT IDENTITY_HEADER IMDS_ENDPOINT MSI_ENDPOINT "
                     "MSI_SECRET%; terraform plan",
                     Actor::You}},
            .link = links::managedIdentityTokens,
        },
        {
            .id = finding::envNamesDisagree,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "ARM_* and AZURE_* variables disagree, and ARM_* wins"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The provider reads both names of the client id, and from 1.16 also of tenant "
                "and secret; the ARM_* name comes first. A tool that set only the AZURE_* "
                "name is not heard, and nobody says so."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Keep one of the two names, or write the argument into the provider block; "
                         "this lists what is set:"),
                     "env | grep -E '^(ARM|AZURE)_(CLIENT|TENANT)_ID='", Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::tokenPathNotRead,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "AZDO_TOKEN_PATH is set, but the provider never reads it"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The documentation of the provider names the variable, its source code does "
                "not read it. Terraform goes on with the next credential of the chain instead."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Unset the variable, and use use_msi, or use_oidc with its own file argument:"),
                     "unset AZDO_TOKEN_PATH", Actor::You}},
            .link = links::provider,
        },
    };
}

} // namespace signet::chapters
