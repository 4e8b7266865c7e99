#include "core/findings/catalogue/chapters.h"

#include "core/findings/catalogue/links.h"
#include "core/findings/catalogue/reasons.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// What the provider makes of its arguments and variables.
std::vector<Finding> terraformFindings()
{
    constexpr auto chapter = "terraform configuration"_L1;
    return {
        {
            .id = finding::useMsiNotSet,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "use_msi is not in effect for this provider block"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "A client id alone does not select the managed identity, and each "
                                       "alias or module needs its own setting. Without use_msi = true here "
                                       "or ARM_USE_MSI in this process, the chain ends at the Azure CLI."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Set use_msi = true and use_cli = false in every azuredevops provider block:"),
                     "signet terraform block --org https://dev.azure.com/%organization|ORG%", Actor::You}},
            .link = links::providerWithManagedIdentity,
            .match = {{.all = {"Please run 'az login' to setup account"}}},
        },
        {
            .id = finding::providerVersionTooOld,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "This provider version does not fully support managed identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Version 1.0.0 added use_msi but rejects it together with other variables, and later "
                "versions had other bugs. The lock file keeps %version|the old version% until you upgrade."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Require version 1.11.2 or later in required_providers, then run:"),
                     "terraform init -upgrade", Actor::You}},
            .link = links::provider,
            .match = {{.all = {"An argument named \"use_msi\" is not expected here"}},
                      {.all = {"\"use_oidc\": only one of", "can be specified"}}},
            .signs = {{"unexpected attribute \"", 0.8,
                       QT_TRANSLATE_NOOP("PastedText", "The provider does not know an argument.")},
                      {"an argument named "
                       "\"(?:use_(?:msi|cli|oidc)|client_[a-z_]{1,40}|tenant_id|oidc_(?:token|request_)[a-z_]"
                       "{0,40}|oidc_azure_service_connection_id|auxiliary_tenant_ids)\" is not "
                       "expected here",
                       0.85, QT_TRANSLATE_NOOP("PastedText", "The provider does not know an argument.")}},
        },
        {
            .id = finding::providerMsiRegression111,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "Provider %version|1.11.0 or 1.11.1% drops the system-assigned identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Versions 1.11.0 and 1.11.1 pass an empty client id as a user-assigned identity and lose the "
                "managed identity. Version 1.10 works, and 1.11.2 contains the fix."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Upgrade to 1.11.2 or later:"), "terraform init -upgrade",
                     Actor::You}},
            .link = links::provider,
            .match = {{.all = {"failed to get auth from auth cache: failed to get AAD token"}}},
        },
        {
            .id = finding::credentialBuildSwallowed,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .nature = Nature::Symptom,
            .causes = {finding::arcUserAssignedUnsupported, finding::selectorUnsupported,
                       finding::clientIdFileMismatch, finding::providerMsiRegression111,
                       finding::useMsiNotSet},
            .title = QT_TRANSLATE_NOOP("Finding", "The provider does not report why its credentials failed"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Errors while building a credential appear only in the debug log, not in the error message. "
                "If managed identity is missing from the attempted credentials, this is why."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Run once with the debug log, and read its lines about credentials:"),
                     {"TF_LOG=DEBUG TF_LOG_PATH=tf.log terraform plan; grep credential tf.log",
                      "Set-Item Env:TF_LOG DEBUG; Set-Item Env:TF_LOG_PATH tf.log; terraform plan; "
                      "Select-String credential tf.log"},
                     Actor::You}},
            .link = links::provider,
            .match = {{.all = {"failed to new credential"}}},
            .signs = {{"failed to new credential|no valid credentials found\\.", 0.9,
                       QT_TRANSLATE_NOOP("PastedText",
                                         "The provider could build no credential, and does not say why.")}},
        },
        {
            .id = finding::providerAsksOtherwise,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The provider gets no token from %what|this identity endpoint%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Signet got the identity's token there, so the identity works. The Terraform provider "
                "cannot, and "
                "no argument changes that: %reason|its request does not suit the endpoint%."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Run Terraform where the provider works: a virtual machine, a container app, or an "
                         "Azure Arc server. Assign the user-assigned identity to a virtual machine:"),
                     "az vm identity assign -g RESOURCE_GROUP -n VM --identities RESOURCE_ID",
                     Actor::AzureAdmin},
                    {QT_TRANSLATE_NOOP(
                         "Finding", "Check which identity responds here, and how the provider requests it:"),
                     "signet identity", Actor::You}},
            .link = links::providerWithManagedIdentity,
        },
        {
            .id = finding::backendAuthSeparate,
            .chapter = chapter,
            .noAction = NoAction::Outside,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The state backend signs in separately"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The azurerm backend, the azurerm provider, and the azuredevops provider "
                                  "each have their own settings. Several pipeline tasks reject connections "
                                  "with a managed identity, or pass the client id \"null\"."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Also set use_msi and client_id for the backend, or call terraform "
                                       "from a script step:"),
                     "terraform init -backend-config=use_msi=true "
                     "-backend-config=client_id=%clientId|CLIENT_ID%",
                     Actor::You}},
            .link = links::azurermBackend,
            .match = {{.all = {"Terraform only supports service principal authorization for azure"}},
                      {.all = {"Terraform backend initialization for AzureRM only support service "
                               "principal authorization"}},
                      {.all = {"AADSTS700016", "identifier 'null'"}},
                      {.all = {"AADSTS700016", "identifier null"}}},
        },
        {
            .id = finding::federatedSetupMismatch,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The federated credential does not match the token"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Issuer, subject, and audience must match exactly, and the provider must know the service "
                "connection id. Azure Pipelines now issues tokens from login.microsoftonline.com; "
                "vstoken.dev.azure.com ends on July 1, 2027."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Set the service connection id:"),
                     {"export ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID=SERVICE_CONNECTION_ID",
                      "Set-Item Env:ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID SERVICE_CONNECTION_ID"},
                     Actor::You},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Add a federated credential with the issuer and the subject of the "
                                       "token, which the service connection shows under Edit:"),
                     "az identity federated-credential create -g %resourceGroup|RESOURCE_GROUP% "
                     "--identity-name %principal|IDENTITY% --name azure-pipelines --issuer "
                     "%issuer|https://login.microsoftonline.com/TENANT_ID/v2.0% --subject %subject|SUBJECT% "
                     "--audiences api://AzureADTokenExchange",
                     Actor::AzureAdmin},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Convert a service connection that still uses vstoken.dev.azure.com "
                                       "under Project settings > Service connections.")}},
            .link = links::convertServiceConnections,
            .match = {{.all = {"No matching federated identity record found"}},
                      {.all = {"received HTTP status 405", "does not support http method 'GET'"}}},
            .serviceErrors = {"AADSTS70021"_L1, "AADSTS700211"_L1, "AADSTS700212"_L1, "AADSTS700213"_L1},
            .signs = {{"no oidc token found in tfc_workload_identity_token", 0.9,
                       QT_TRANSLATE_NOOP("PastedText", "OIDC was chosen, and its token is missing.")}},
            .credentialSigns = {{"^(?:clientassertion|workloadidentity)credential authentication failed",
                                 0.74,
                                 QT_TRANSLATE_NOOP("PastedText", "The credential of OIDC was refused.")}},
        },
        {
            .id = finding::clientIdFileMismatch,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "The client_id_file_path file is missing or contradicts client_id"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "If the provider cannot read %path|the file%, or it differs from client_id, it drops the "
                "managed identity and reports this only in the debug log. It then tries the Azure CLI."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Set either the client id or the file, and make the file readable:"),
                     {"env -u ARM_CLIENT_ID_FILE_PATH terraform plan",
                      "Remove-Item Env:ARM_CLIENT_ID_FILE_PATH -ErrorAction Ignore; terraform plan"},
                     Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::providerValueUnknown,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The value of %variable|an argument% is not known here"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It comes from something that only Terraform knows when it runs, such "
                                       "as a variable without a "
                                       "value or a data source. Signet does not guess it, so it cannot say "
                                       "whether Terraform works."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Run Signet with the variables that Terraform gets, for example:"),
                     {"export TF_VAR_NAME=VALUE", "Set-Item Env:TF_VAR_NAME VALUE"},
                     Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::providerValueInvalid,
            .chapter = chapter,
            .actions = {FindingAction::ShowLine, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The provider rejects the value of %variable|an argument%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "client_id and tenant_id must be UUIDs, boolean variables must be "
                                       "true or false in lower case, and ARM_AUXILIARY_TENANT_IDS must not "
                                       "be set. Terraform stops before it tries any credential."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Correct or unset the value that the message names, for example:"),
                     {"unset %variable|ARM_AUXILIARY_TENANT_IDS%",
                      "Remove-Item Env:%variable|ARM_AUXILIARY_TENANT_IDS% -ErrorAction Ignore"},
                     Actor::You}},
            .link = links::provider,
            .match = {{.all = {"expected \"", "to be a valid UUID, got"}},
                      {.all = {"error setting default for \"", "a bool is required"}},
                      {.all = {"error setting default for \"auxiliary_tenant_ids\": list of string "
                               "required"}}},
            .signs = {{"error setting default for \"use_(?:msi|cli|oidc)\": a bool is required", 0.9,
                       reasons::valueRefused},
                      {"error setting default for \"auxiliary_tenant_ids\": list of string required", 0.9,
                       reasons::valueRefused},
                      {"expected \"(?:client|tenant)_id\" to be a valid uuid, got ", 0.9,
                       reasons::valueRefused}},
        },
        {
            .id = finding::configurationSyntaxError,
            .chapter = chapter,
            .actions = {FindingAction::ShowLine, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "%path|The configuration% has a syntax error on line %line|unknown%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Reading stopped at column %column|unknown%: %reason|it is not valid%. Terraform stops there "
                "too; because the rest might contain a provider block, Signet never changes this file."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Fix that line. Terraform reports it as follows:"),
                     "terraform validate", Actor::You}},
            .link = links::terraformSyntax,
        },
        {
            .id = finding::configurationTooLarge,
            .chapter = chapter,
            .actions = {FindingAction::ShowLine, FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The configuration% is too large for Signet to read"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Reading stopped: %reason|the file is too large%. Terraform has no such limit, so what the "
                "rest "
                "contains is unknown, and Signet confirms nothing about this configuration."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Move long lists into a data file that the configuration reads with "
                                       "jsondecode(file(...)), or split the file. Then check again:"),
                     "signet terraform explain", Actor::You}},
            .link = links::terraformSyntax,
        },
        {
            .id = finding::providerBlockDuplicate,
            .chapter = chapter,
            .actions = {FindingAction::ShowLine, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "Two azuredevops provider blocks define the same configuration"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The block in %path|a second file% (line %line|unknown%) has the same "
                                       "alias as the one in %first|the first file%, or neither has one. "
                                       "Terraform allows one default block, and one per alias."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Remove one of the two blocks or give it its own alias, then check again:"),
                     "signet terraform explain", Actor::You}},
            .link = links::terraformProviders,
            .match = {{.all = {"Duplicate provider configuration"}}},
        },
        {
            .id = finding::requiredProvidersDuplicate,
            .chapter = chapter,
            .actions = {FindingAction::ShowLine, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The module has more than one required_providers block"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "One is in %first|one file%, another in %path|another file% (line %line|unknown%). Terraform "
                "allows only one per module, in any terraform block."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Move all entries into one of them, then check again:"),
                     "signet terraform explain", Actor::You}},
            .link = links::terraformProviderRequirements,
            .match = {{.all = {"Duplicate required providers configuration"}}},
        },
        {
            .id = finding::providerSourceWrong,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::ShowLine},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The provider source %source|hashicorp/azuredevops% is wrong"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The Azure DevOps provider is microsoft/azuredevops. Without a source in required_providers, "
                "Terraform uses the hashicorp namespace, which has no such provider."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Set the source in required_providers. This command shows the edit and applies it:"),
                     "signet terraform write", Actor::You}},
            .link = links::terraformProviderRequirements,
            .match = {{.all = {"Failed to query available provider packages", "hashicorp/azuredevops"}}},
        },
        {
            .id = finding::versionConstraintInvalid,
            .chapter = chapter,
            .actions = {FindingAction::ShowLine, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%value|The version constraint% is not valid"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Terraform supports the operators =, !=, >, >=, <, <=, and ~>, with "
                                       "commas between constraints. Operators of other package managers, and "
                                       "spaces instead of commas, are rejected."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Write a constraint that Terraform supports. This command shows the right one:"),
                     "signet terraform block", Actor::You}},
            .link = links::terraformVersionConstraints,
            .match = {{.all = {"Invalid version constraint"}}},
        },
        {
            .id = finding::overrideWithoutBase,
            .chapter = chapter,
            .actions = {FindingAction::ShowLine, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "An override file refers to a missing provider block"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "%path|An override file% uses the alias %alias|of a block%, and no other file has a block "
                "with that alias. Override files can only change existing blocks."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Add the block to a file with another name, then check again:"),
                     "signet terraform explain", Actor::You}},
            .link = links::terraformOverrides,
            .match = {{.all = {"Missing base provider configuration for override"}}},
        },
        {
            .id = finding::configurationRefused,
            .chapter = chapter,
            .actions = {FindingAction::ShowLine, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Terraform rejects this configuration"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "%path|A file%, line %line|unknown%: %reason|see what terraform "
                                       "validate prints%. Terraform stops before it signs in."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Correct it. Terraform describes it as well:"),
                     "terraform validate", Actor::You}},
            .link = links::terraformSyntax,
        },
        {
            .id = finding::terraformRunsRemotely,
            .chapter = chapter,
            .noAction = NoAction::Outside,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "Terraform may run on another machine"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The configuration uses HCP Terraform or Terraform Enterprise, which by "
                                  "default runs Terraform on its own machines. The managed identity of "
                                  "this machine does not exist there."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Set the execution mode of the workspace to Local, or run this on the "
                                       "agent that runs Terraform:"),
                     "signet diagnose", Actor::You}},
            .link = links::terraformExecutionMode,
        },
        {
            .id = finding::providerReplaced,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "Terraform would not run a release of the provider"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "%variable|A setting% makes Terraform use another program as the "
                                       "provider. Signet knows only what the releases do."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Remove the setting, then check again:"), "signet diagnose",
                     Actor::You}},
            .link = links::terraformDevelopmentOverrides,
        },
        {
            .id = finding::moduleNotFound,
            .chapter = chapter,
            .actions = {FindingAction::ShowLine, FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The local module %source|in the configuration% does not exist"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It is called in %path|the configuration% (line %line|unknown%). "
                                       "Signet could not check how it uses the provider."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Correct the source, then get the modules:"),
                     "terraform get", Actor::You}},
            .link = links::terraformModules,
        },
        {
            .id = finding::providerOtherIdentity,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::ChooseIdentity},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Terraform would not use the intended identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The intended identity has the id %value|that you named%. Terraform would use %clientId|a "
                "different one%, which comes from %variable|client_id%."),
            .fix =
                {{QT_TRANSLATE_NOOP(
                      "Finding",
                      "Set the client id in the provider block. This command shows the edit and applies it:"),
                  "signet terraform write --client-id %expectedClientId|CLIENT_ID%", Actor::You}},
            .link = links::providerWithManagedIdentity,
        },
        {
            .id = finding::providerAliasUnknown,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "No azuredevops provider block has the alias %value|you specified%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Aliases in the configuration: %known|none%. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Choose one of them, or omit the alias for the default block:"),
                     "signet terraform explain", Actor::You}},
            .link = links::terraformProviders,
        },
        {
            .id = finding::providerAliasNeeded,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "It is not clear which provider block to edit"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Resources use the blocks %known|with an alias%, and each can belong "
                                       "to an organization of its own. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Name the block by its alias:"),
                     "signet terraform write --alias %alias|ALIAS%", Actor::You}},
            .link = links::terraformProviders,
        },
        {
            .id = finding::providerBlockDiffers,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The provider block %block|with an alias% needs a change"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Each provider block in use signs in separately. This one is used by %use|a resource%, and "
                "it would use %credential|another credential%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Check that block and edit it:"),
                     "signet terraform explain --dir %directory|.% --alias %alias|ALIAS%", Actor::You}},
            .link = links::terraformProviders,
        },
        {
            .id = finding::providerBelongsToCaller,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The provider belongs to the caller of this module"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The folder declares configuration_aliases (%known|in required_providers%) and has no "
                "provider block. A root module passes the provider in, so the identity is decided there."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Check the root module that calls this one:"),
                     "signet terraform explain --dir ROOT_MODULE", Actor::You}},
            .link = links::terraformModules,
        },
        {
            .id = finding::providerArgumentUnknown,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::ShowLine},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The provider has no argument %variable|of this name%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "No version of the provider has this argument, so Terraform rejects "
                                       "the block. The nearest argument is %suggestion|not known%."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Correct or remove the argument. This command shows the edit and applies it:"),
                     "signet terraform write", Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::providerNestedBlockUnknown,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::ShowLine},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The provider block contains an unsupported block"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The provider has arguments only. Terraform rejects the nested block %block|in it%; blocks "
                "such as features belong to other providers."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding", "Remove the nested block. This command shows the edit and applies it:"),
                     "signet terraform write", Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::referenceUndeclared,
            .chapter = chapter,
            .actions = {FindingAction::ShowLine, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%value|A reference% is not declared"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The argument %variable|of the provider block% refers to it, and the "
                                       "module does not declare it. Terraform rejects the configuration."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Declare it or correct the name. Terraform reports it as follows:"),
                     "terraform validate", Actor::You}},
            .link = links::terraformSyntax,
            .match = {{.all = {"Reference to undeclared input variable"}},
                      {.all = {"Reference to undeclared local value"}}},
        },
        {
            .id = finding::versionConstraintUnsatisfiable,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::ShowLine},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "No provider release matches the version constraints"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "No known release of microsoft/azuredevops matches %value|all constraints together%, so "
                "terraform init fails."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Correct the constraint. This command shows the edit and applies it:"),
                     "signet terraform write", Actor::You}},
            .link = links::terraformVersionConstraints,
            .match = {{.all = {"no available releases match the given constraints"}}},
        },
        {
            .id = finding::lockFileOutdated,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The lock file selects a version outside the constraints"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The lock file selects %version|another version%, and the configuration requires "
                "%value|a different one%. Terraform stops until a matching version is selected."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Select a matching version:"), "terraform init -upgrade",
                     Actor::You}},
            .link = links::terraformVersionConstraints,
        },
        {
            .id = finding::clientIdOfApplication,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::ChooseIdentity},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The client id belongs to an app registration"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It is next to a client secret or certificate, which only applications have. With use_msi "
                "the provider would request a user-assigned identity of that id, which does not exist."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Remove the client id, or use that of the identity. This command shows the edit:"),
                     "signet terraform write --client-id CLIENT_ID", Actor::You}},
            .link = links::providerWithManagedIdentity,
        },
        {
            .id = finding::tfcTokenNotRead,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The provider no longer reads the HCP Terraform token"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Versions from 1.11.0 ignore %variable|TFC_WORKLOAD_IDENTITY_TOKEN%. With use_oidc they need "
                "oidc_token or oidc_token_file_path instead."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Pass the token on in a variable that is read:"),
                     {"export ARM_OIDC_TOKEN=\"$TFC_WORKLOAD_IDENTITY_TOKEN\"",
                      "Set-Item Env:ARM_OIDC_TOKEN $Env:TFC_WORKLOAD_IDENTITY_TOKEN"},
                     Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::fileIsGenerated,
            .chapter = chapter,
            .actions = {FindingAction::ShowLine, FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "%path|The file% is generated by %generator|a tool%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The next run of the generator overwrites every change in this file. "
                                       "The edit belongs in %source|its source%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Write this block in %source|the source% instead:"),
                     "signet terraform block --org https://dev.azure.com/%organization|ORG%", Actor::You}},
            .link = links::terraformProviders,
        },
        {
            .id = finding::expectedCredentialMissing,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The expected credential (%expectedCredential|unknown%) is not set up"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Neither the provider block nor the environment contains everything the provider needs for "
                "it. Without it, the provider would use: %otherCredential|no credential%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Set what is missing. This command shows each credential and what it "
                                       "lacks:"),
                     "signet terraform explain", Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::expectedCredentialOverridden,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "Terraform would use an unexpected credential: %otherCredential|unknown%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The expected credential (%expectedCredential|unknown%) is set up, but the other one takes "
                "precedence. The provider checks a personal access token first, and since version 1.11 then "
                "OIDC, client secret, client certificate, managed identity, and the Azure CLI."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Remove the other credential from the provider block and the "
                                       "environment. This command shows where it comes from:"),
                     "signet terraform explain", Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::expectedCredentialRejected,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding",
                "Terraform cannot sign in with the expected credential (%expectedCredential|unknown%)"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It is mistyped, has expired, was revoked, or belongs to another application or "
                "organization. The message is: %serviceMessage|none%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Set a valid credential in place of the rejected one. This command "
                                       "shows where it comes from:"),
                     "signet terraform explain", Actor::You},
                    {QT_TRANSLATE_NOOP("Finding", "Renew the client secret, if it is one:"),
                     "az ad app credential reset --id %clientId|CLIENT_ID% --append", Actor::AzureAdmin}},
            .link = links::provider,
        },
        {
            .id = finding::expectedCliNotSignedIn,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The Azure CLI returns no token for Terraform"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "It is not installed, or its sign-in is missing or has expired. The "
                                       "message is: %serviceMessage|none%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Sign in to the organization's tenant as the account that runs "
                                       "Terraform:"),
                     "az login --tenant %organizationTenantId|TENANT_ID% --allow-no-subscriptions",
                     Actor::You}},
            .link = links::azureCliSignIn,
        },
        {
            .id = finding::expectedCredentialNotTried,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The expected credential (%expectedCredential|unknown%) could not be tried"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "%reason|Signet cannot sign in with it%. So it is not known whether "
                                       "Azure DevOps accepts it, and as which identity."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Run Terraform itself to check whether it signs in:"),
                     "terraform plan", Actor::You}},
            .link = links::provider,
        },
    };
}

} // namespace signet::chapters
