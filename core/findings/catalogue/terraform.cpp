#include "core/findings/catalogue/stages.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// What the provider makes of its arguments and variables.
std::vector<Finding> terraformFindings()
{
    constexpr auto stage = "terraform configuration"_L1;
    return {
        {
            .id = finding::useMsiNotSet,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "use_msi does not take effect, so the managed identity is not used"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A client id alone selects nothing. Without use_msi = true in this provider "
                "block, or ARM_USE_MSI in this process, the chain ends at the Azure CLI; "
                "aliases and modules have blocks of their own."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Write use_msi = true and use_cli = false into every azuredevops provider "
                         "block:"),
                     "signet terraform block --org https://dev.azure.com/%organization|ORG%", Actor::You}},
            .link = links::providerWithManagedIdentity,
            .match = {{.all = {"Please run 'az login' to setup account"}}},
        },
        {
            .id = finding::providerVersionTooOld,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "This version of the provider does not support the managed identity well"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "use_msi came with 1.0.0, which refused it beside other variables, and later "
                "versions had faults of their own. A lock file keeps %version|an old version% "
                "until it is told otherwise."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Require version 1.11.2 or later in required_providers, then:"),
                     "terraform init -upgrade", Actor::You}},
            .link = links::provider,
            .match = {{.all = {"An argument named \"use_msi\" is not expected here"}},
                      {.all = {"\"use_oidc\": only one of", "can be specified"}}},
        },
        {
            .id = finding::providerMsiRegression111,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "Provider %version|1.11.0 or 1.11.1% drops the system-assigned identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "These two versions pass an empty client id as a user-assigned one, and lose "
                "the managed identity over it. 1.10 works, and 1.11.2 repaired it."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Upgrade to 1.11.2 or later:"), "terraform init -upgrade",
                     Actor::You}},
            .link = links::provider,
            .match = {{.all = {"failed to get auth from auth cache: failed to get AAD token"}}},
        },
        {
            .id = finding::credentialBuildSwallowed,
            .stage = stage,
            .severity = Severity::Blocker,
            .nature = Nature::Symptom,
            .causes = {finding::arcUserAssignedUnsupported, finding::selectorUnsupported,
                       finding::clientIdFileMismatch, finding::providerMsiRegression111,
                       finding::useMsiNotSet},
            .title =
                QT_TRANSLATE_NOOP("Finding", "The provider does not say why it could not use any credential"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "What keeps a credential from being built goes only to the debug log, and the "
                "error that is shown drops it. A managed identity that is missing from the "
                "attempted credentials was lost this way."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Run once with the debug log, and read its lines about credentials:"),
                     "TF_LOG=DEBUG TF_LOG_PATH=tf.log terraform plan; grep credential tf.log", Actor::You}},
            .link = links::provider,
            .match = {{.all = {"failed to new credential"}}},
        },
        {
            .id = finding::providerAsksOtherwise,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "The provider gets no token from %what|the identity endpoint here%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Signet got the identity's token there, so nothing is wrong with the identity. The Terraform "
                "provider %reason|asks in another way than the endpoint wants%, and no argument changes "
                "that."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Run Terraform where the provider can ask: a virtual machine, a container app or a "
                         "server with Azure Arc. A user-assigned identity can be the same on a virtual "
                         "machine; assign it there:"),
                     "az vm identity assign -g RESOURCE_GROUP -n VM --identities RESOURCE_ID",
                     Actor::AzureAdmin},
                    {QT_TRANSLATE_NOOP("Finding", "See who answers here, and how the provider would ask:"),
                     "signet identity", Actor::You}},
            .link = links::providerWithManagedIdentity,
        },
        {
            .id = finding::backendAuthSeparate,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The state backend signs in on its own"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The azurerm backend, the azurerm provider and the azuredevops provider each "
                "have their own settings. Several pipeline tasks refuse connections with a "
                "managed identity, or hand over the client id \"null\"."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Set use_msi and client_id for the backend too, or call terraform from a "
                         "script step:"),
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
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The federated credential does not fit the token"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Issuer, subject and audience must be equal to the letter. In Azure Pipelines "
                "a missing service connection id makes the provider ask the token address in "
                "the way of GitHub."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Set the id of the service connection:"),
                     "export ARM_ADO_PIPELINE_SERVICE_CONNECTION_ID=SERVICE_CONNECTION_ID", Actor::You},
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Copy issuer and subject exactly into the federated credential; this lists "
                         "what is there:"),
                     "az identity federated-credential list -g %resourceGroup|RESOURCE_GROUP% "
                     "--identity-name %principal|IDENTITY%",
                     Actor::AzureAdmin}},
            .link = links::workloadIdentityFederation,
            .match = {{.all = {"No matching federated identity record found"}},
                      {.all = {"received HTTP status 405", "does not support http method 'GET'"}}},
        },
        {
            .id = finding::clientIdFileMismatch,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The file of client_id_file_path is missing, wrong, or differs from client_id"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "When the provider cannot read %path|the file%, or it differs from client_id, "
                "the managed identity is dropped with a line in the debug log only. The Azure "
                "CLI answers instead, or nobody."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding", "Give the client id or the file, not both, and make the file readable:"),
                     "env -u ARM_CLIENT_ID_FILE_PATH terraform plan", Actor::You}},
            .link = links::provider,
        },
        {
            .id = finding::providerValueInvalid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The provider refuses the value of %variable|an argument%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "client_id and tenant_id must be UUIDs, booleans in variables lower-case true "
                "or false, and ARM_AUXILIARY_TENANT_IDS must not be set at all. Terraform "
                "stops here, before any credential is tried."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Correct or unset the value that the message names, for example:"),
                     "unset %variable|ARM_AUXILIARY_TENANT_IDS%", Actor::You}},
            .link = links::provider,
            .match = {{.all = {"expected \"", "to be a valid UUID, got"}},
                      {.all = {"error setting default for \"", "a bool is required"}},
                      {.all = {"error setting default for \"auxiliary_tenant_ids\": list of string "
                               "required"}}},
        },
        {
            .id = finding::configurationSyntaxError,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding",
                "%path|A file of the configuration% cannot be read beyond line %line|?%, column %column|?%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Reading stopped there: %reason|it is not valid%. Terraform stops there too, and "
                "what follows may hold a provider block, so the file is never written."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Mend that place; Terraform names it in its own words:"),
                     "terraform validate", Actor::You}},
            .link = links::terraformSyntax,
        },
        {
            .id = finding::providerBlockDuplicate,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "Two azuredevops provider blocks are the same configuration"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The block in line %line|that is named% of %path|a second file% has no alias, or the alias "
                "of the "
                "one in %first|the first file%. Terraform allows one default block and one of each alias, "
                "in all files together."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Remove one of the two blocks or give it an alias of its own, then look again:"),
                     "signet terraform explain", Actor::You}},
            .link = links::terraformProviders,
            .match = {{.all = {"Duplicate provider configuration"}}},
        },
        {
            .id = finding::requiredProvidersDuplicate,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The module has more than one required_providers block"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "One stands in %first|one file%, another in line %line|that is named% of "
                                  "%path|another file%. "
                                  "Terraform allows one in a module, whatever terraform block it stands in."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Move all entries into one of them, then look again:"),
                     "signet terraform explain", Actor::You}},
            .link = links::terraformProviderRequirements,
            .match = {{.all = {"Duplicate required providers configuration"}}},
        },
        {
            .id = finding::providerSourceWrong,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "Terraform looks for the provider %source|hashicorp/azuredevops%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The provider for Azure DevOps is microsoft/azuredevops. Where required_providers does not "
                "say "
                "so, Terraform takes the namespace hashicorp, in which there is no such provider."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Write the source into required_providers; this shows the edit and makes it:"),
                     "signet terraform write", Actor::You}},
            .link = links::terraformProviderRequirements,
            .match = {{.all = {"Failed to query available provider packages", "hashicorp/azuredevops"}}},
        },
        {
            .id = finding::versionConstraintInvalid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%value|A version constraint% is no version constraint"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Terraform knows the signs =, !=, >, >=, <, <= and ~>, with commas between several. Signs of "
                "other package managers, and blanks in place of commas, are refused."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Write a constraint that Terraform reads; this shows the right one:"),
                     "signet terraform block", Actor::You}},
            .link = links::terraformVersionConstraints,
            .match = {{.all = {"Invalid version constraint"}}},
        },
        {
            .id = finding::overrideWithoutBase,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "An override file changes a provider block that is not there"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "%path|An override file% names the alias %alias|of a block%, and no other file has a block "
                "of that alias. Override files only change what others say."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Write the block into a file of another name, then look again:"),
                     "signet terraform explain", Actor::You}},
            .link = links::terraformOverrides,
            .match = {{.all = {"Missing base provider configuration for override"}}},
        },
        {
            .id = finding::moduleNotFound,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The local module %source|that is called% is not there"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "It is called in line %line|that is named% of %path|the configuration%. What it uses of the "
                "provider could not be looked at."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Correct the source, then fetch the modules:"),
                     "terraform get", Actor::You}},
            .link = links::terraformModules,
        },
        {
            .id = finding::providerOtherIdentity,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "Terraform would be another identity than the one that is meant"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Meant is %expectedClientId|one identity%; by its configuration Terraform would ask for "
                "%clientId|another one%, as %variable|client_id% says."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Name the client id in the provider block; this shows the edit and makes it:"),
                     "signet terraform write --client-id %expectedClientId|CLIENT_ID%", Actor::You}},
            .link = links::providerWithManagedIdentity,
        },
        {
            .id = finding::providerAliasUnknown,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "No azuredevops provider block has the alias %value|that was named%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding", "The configuration has these aliases: %known|none%. Nothing was changed."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Name one of them, or leave the alias out for the default block:"),
                     "signet terraform explain", Actor::You}},
            .link = links::terraformProviders,
        },
    };
}

} // namespace signet::chapters
