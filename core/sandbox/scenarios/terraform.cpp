#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/scenarios/hosts.h"
#include "core/sandbox/scenarios/scenariorow.h"
#include "core/sandbox/world/tokenissuer.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

void useMsiNotSet(Scenario *scenario)
{
    setProviderBlock(scenario, u"  client_id       = \"%1\"\n"_s.arg(terraformClientId));
    attachTerraformIdentity(scenario);
}

void providerVersionTooOld(Scenario *scenario)
{
    setProviderVersion(scenario, u"0.11.0"_s);
}

void providerMsiRegression(Scenario *scenario)
{
    setProviderVersion(scenario, u"1.11.0"_s);
}

void federatedSetupMismatch(Scenario *scenario)
{
    setProviderBlock(
        scenario,
        u"  use_oidc        = true\n  use_cli         = false\n"
        "  client_id       = \"%1\"\n  tenant_id       = \"%2\"\n"_s.arg(terraformClientId, contosoTenant));
    addVariables(scenario,
                 {{u"SYSTEM_ACCESSTOKEN"_s, plantedSecret(u"job"_s)},
                  {u"SYSTEM_OIDCREQUESTURI"_s, u"https://vstoken.dev.azure.com/contoso"_s}});
}

// The connection was converted to the issuer of Entra, and the federated credential was left as it was.
void federatedIssuerChanged(Scenario *scenario)
{
    serviceConnectionByOidc(scenario);
    World &world = scenario->world;
    world.applications.back().assertion = QString::fromLatin1(
        issueAssertion(world, u"https://vstoken.dev.azure.com/"_s + world.organizations.front().id,
                       u"sc://contoso/Fabrikam-Fiber/terraform"_s));
}

// The pipeline was never allowed to use the connection.
void serviceConnectionNotAuthorized(Scenario *scenario)
{
    serviceConnectionByOidc(scenario);
    scenario->world.pipelineJobs.back().serviceConnectionId = stableGuid(u"another connection"_s);
}

void serviceConnectionOverridden(Scenario *scenario)
{
    serviceConnectionByOidc(scenario);
    addVariables(scenario, {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, plantedSecret(u"pat"_s)}});
}

void serviceConnectionWithoutTask(Scenario *scenario)
{
    serviceConnectionByCli(scenario);
    scenario->hostImage.insert(u"commands"_s, QJsonObject());
    removeVariables(scenario,
                    {u"AZURE_CONFIG_DIR"_s, u"AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"_s,
                     u"AZURESUBSCRIPTION_CLIENT_ID"_s, u"AZURESUBSCRIPTION_TENANT_ID"_s});
}

// The block is still the one of a machine of one's own.
void serviceConnectionUnused(Scenario *scenario)
{
    serviceConnectionByOidc(scenario);
    setProviderBlock(scenario, usesManagedIdentity);
}

void clientIdFileMismatch(Scenario *scenario)
{
    setProviderBlock(scenario,
                     usesManagedIdentity + u"  client_id_file_path = \"/run/secrets/client-id\"\n"_s);
    attachTerraformIdentity(scenario);
}

void providerValueInvalid(Scenario *scenario)
{
    addVariables(scenario, {{u"ARM_USE_CLI"_s, u"False"_s}});
}

void providerOtherIdentity(Scenario *scenario)
{
    setProviderBlock(
        scenario, usesManagedIdentity + u"  client_id       = \"5eed5eed-4455-4667-9889-aabbccddeeff\"\n"_s);
    scenario->world.machine.systemAssigned.reset();
    scenario->world.machine.userAssigned = {terraformObjectId, monitorObjectId};
    makeTerraformMember(&scenario->world);
    scenario->asked.insert(u"clientId"_s, terraformClientId);
}

void configurationSyntaxError(Scenario *scenario)
{
    addConfigurationFile(scenario, u"main.tf"_s, projectInUse.left(projectInUse.lastIndexOf(u'}')));
}

void providerBlockDuplicate(Scenario *scenario)
{
    addConfigurationFile(scenario, u"extra.tf"_s, providerBlock(usesManagedIdentity));
}

void requiredProvidersDuplicate(Scenario *scenario)
{
    addConfigurationFile(scenario, u"versions.tf"_s, requiredProviders(u">= 1.11.2, < 2.0.0"_s));
}

void versionConstraintInvalid(Scenario *scenario)
{
    addConfigurationFile(scenario, u"terraform.tf"_s, requiredProviders(u"^1.16"_s));
}

// Terraform is meant to be a person, and the machine has no identity.
void expectAccessToken(Scenario *scenario)
{
    scenario->asked.insert(u"expectTerraform"_s, u"pat"_s);
    scenario->world.machine.systemAssigned.reset();
    setProviderBlock(scenario, u"  use_cli         = false\n"_s);
}

void expectedCredentialOverridden(Scenario *scenario)
{
    scenario->asked.insert(u"expectTerraform"_s, u"client-secret"_s);
    const QString secret = plantedSecret(u"application"_s);
    scenario->world.applications.push_back({.name = u"app-terraform"_s,
                                            .tenantId = contosoTenant,
                                            .clientId = u"5b0c1d2e-8899-4aab-8bcc-ddeeff001122"_s,
                                            .applicationObjectId = stableGuid(u"application"_s),
                                            .servicePrincipalObjectId = terraformObjectId,
                                            .redirectUris = {},
                                            .secret = secret});
    makeTerraformMember(&scenario->world);
    setProviderBlock(scenario, u"  use_cli         = false\n"_s);
    addVariables(scenario,
                 {{u"ARM_CLIENT_ID"_s, scenario->world.applications.back().clientId},
                  {u"ARM_TENANT_ID"_s, contosoTenant},
                  {u"ARM_CLIENT_SECRET"_s, secret},
                  {u"AZDO_PERSONAL_ACCESS_TOKEN"_s, plantedSecret(u"pat"_s)}});
}

void expectedCredentialRejected(Scenario *scenario)
{
    expectAccessToken(scenario);
    addVariables(scenario, {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, plantedSecret(u"pat"_s)}});
}

void expectedCliNotSignedIn(Scenario *scenario)
{
    scenario->asked.insert(u"expectTerraform"_s, u"azure-cli"_s);
    setProviderBlock(scenario, {});
}

void withoutLockFile(Scenario *scenario)
{
    removeConfigurationFile(scenario, u".terraform.lock.hcl"_s);
}

constexpr ScenarioRow terraformRows[] = {
    {.name = "provider-nested-block-unknown"_L1,
     .title = "The provider block contains a features block, as another provider's does",
     .provider = "  use_msi         = true\n  use_cli         = false\n\n  features {}\n"},
    {.name = "reference-undeclared"_L1,
     .title = "The provider block refers to a variable that is not declared",
     .provider =
         "  use_msi         = true\n  use_cli         = false\n  client_id       = var.terraform_id\n"},
    {.name = "version-constraint-unsatisfiable"_L1,
     .title = "No release of the provider satisfies the constraint",
     .file = {"terraform.tf",
              "terraform {\n  required_providers {\n    azuredevops = {\n"
              "      source  = \"microsoft/azuredevops\"\n      version = \"~> 0.0.1\"\n"
              "    }\n  }\n}\n"},
     .change = withoutLockFile},
    {.name = "lock-file-outdated"_L1,
     .title = "The lock file still selects a version that the new constraint excludes",
     .file = {"terraform.tf",
              "terraform {\n  required_providers {\n    azuredevops = {\n"
              "      source  = \"microsoft/azuredevops\"\n      version = \"~> 1.14.0\"\n"
              "    }\n  }\n}\n"}},
    {.name = "provider-argument-unknown"_L1,
     .title = "The provider block misspells use_msi",
     .provider = "  use_mis         = true\n  use_cli         = false\n"},
    {.name = "use-msi-not-set"_L1,
     .title = "The provider block names a client id and forgets use_msi",
     .change = useMsiNotSet},
    {.name = "provider-version-too-old"_L1,
     .title = "The lock file holds a version of the provider that knows tokens only",
     .provider = "  use_msi         = true\n",
     .change = providerVersionTooOld},
    {.name = "provider-msi-regression-1-11"_L1,
     .title = "The lock file holds 1.11.0, which loses the system-assigned identity",
     .change = providerMsiRegression},
    {.name = "credential-build-swallowed"_L1,
     .title = "use_oidc is set, with nothing to exchange",
     .provider = "  use_oidc        = true\n  use_cli         = false\n"},
    {.name = "backend-auth-separate"_L1,
     .title = "The state is in Azure storage, whose backend is not told to use the identity",
     .outcome = Outcome::ReadyWithWarning,
     .file = {.name = "backend.tf",
              .content =
                  "terraform {\n  backend \"azurerm\" {\n    storage_account_name = \"contosostate\"\n"
                  "    container_name       = \"state\"\n    key                  = \"infra\"\n  }\n}\n"}},
    {.name = "federated-setup-mismatch"_L1,
     .title = "OIDC in Azure Pipelines, without the id of a service connection",
     .change = federatedSetupMismatch},
    {.name = "federated-issuer-changed"_L1,
     .title = "A service connection whose federated credential still names the issuer of Azure DevOps",
     .rootCause = "federated-setup-mismatch"_L1,
     .change = federatedIssuerChanged},
    {.name = "service-connection-not-authorized"_L1,
     .title = "A hosted agent whose pipeline is not allowed to use the service connection",
     .rootCause = "expected-credential-rejected"_L1,
     .change = serviceConnectionNotAuthorized},
    {.name = "service-connection-overridden"_L1,
     .title = "A hosted agent with a service connection, and a personal access token left beside it",
     .rootCause = "expected-credential-overridden"_L1,
     .change = serviceConnectionOverridden},
    {.name = "service-connection-without-task"_L1,
     .title = "A hosted agent that runs Terraform outside of the task that signs the Azure CLI in",
     .rootCause = "expected-cli-not-signed-in"_L1,
     .change = serviceConnectionWithoutTask},
    {.name = "service-connection-unused"_L1,
     .title = "A hosted agent with a service connection, and a provider block with use_msi",
     .rootCause = "hosted-agent-no-identity"_L1,
     .change = serviceConnectionUnused},
    {.name = "client-id-file-mismatch"_L1,
     .title = "client_id_file_path names a file that is not there",
     .change = clientIdFileMismatch},
    {.name = "provider-value-invalid"_L1,
     .title = "ARM_USE_CLI is written with a capital letter",
     .provider = "  use_msi         = true\n",
     .change = providerValueInvalid},
    {.name = "provider-value-unknown"_L1,
     .title = "The address of the organization is a variable without a value",
     .outcome = Outcome::Unclear,
     .file = {.name = "providers.tf",
              .content = "variable \"organization\" {\n  type = string\n}\n\nprovider \"azuredevops\" {\n"
                         "  org_service_url = \"https://dev.azure.com/${var.organization}\"\n"
                         "  use_msi         = true\n  use_cli         = false\n}\n"}},
    {.name = "provider-block-differs"_L1,
     .title = "A second provider block, with an alias, does not use the managed identity",
     .file = {.name = "second.tf",
              .content =
                  "provider \"azuredevops\" {\n  alias           = \"second\"\n"
                  "  org_service_url = \"https://dev.azure.com/contoso\"\n  use_cli         = false\n}\n\n"
                  "data \"azuredevops_projects\" \"all\" {\n  provider = azuredevops.second\n}\n"}},
    {.name = "provider-other-identity"_L1,
     .title = "id-terraform is meant, and the provider block names id-monitor",
     .change = providerOtherIdentity},
    {.name = "configuration-syntax-error"_L1,
     .title = "A brace is missing at the end of main.tf",
     .change = configurationSyntaxError},
    {.name = "provider-block-duplicate"_L1,
     .title = "A second provider block without an alias stands in another file",
     .change = providerBlockDuplicate},
    {.name = "expected-credential-missing"_L1,
     .title = "A personal access token is meant to be used, and none is set",
     .change = expectAccessToken},
    {.name = "expected-credential-overridden"_L1,
     .title = "A client secret is meant to be used, and a personal access token is set, too",
     .change = expectedCredentialOverridden},
    {.name = "expected-credential-rejected"_L1,
     .title = "A personal access token is meant to be used, and it has expired",
     .change = expectedCredentialRejected},
    {.name = "expected-cli-not-signed-in"_L1,
     .title = "The Azure CLI is meant to be used, and it is not installed",
     .change = expectedCliNotSignedIn},
    {.name = "required-providers-duplicate"_L1,
     .title = "A second file has a required_providers block",
     .change = requiredProvidersDuplicate},
    {.name = "provider-source-wrong"_L1,
     .title = "required_providers gives a version and forgets the source",
     .file = {.name = "terraform.tf",
              .content = "terraform {\n  required_providers {\n    azuredevops = \">= 1.11.2\"\n  }\n}\n"}},
    {.name = "version-constraint-invalid"_L1,
     .title = "The version constraint is written as for another package manager",
     .change = versionConstraintInvalid},
    {.name = "override-without-base"_L1,
     .title = "An override file changes a provider block that is not there",
     .file = {.name = "team_override.tf",
              .content = "provider \"azuredevops\" {\n  alias   = \"team\"\n  use_msi = true\n}\n"}},
    {.name = "configuration-refused"_L1,
     .title = "The name of the state's backend is mistyped",
     .file = {.name = "backend.tf", .content = "terraform {\n  backend \"azure_rm\" {}\n}\n"}},
    {.name = "module-not-found"_L1,
     .title = "A local module is called that is not there",
     .outcome = Outcome::Unclear,
     .file = {.name = "modules.tf", .content = "module \"team\" {\n  source = \"./modules/team\"\n}\n"}},
    {.name = "provider-asks-otherwise"_L1,
     .title = "A runbook of Azure Automation that runs Terraform: the provider asks in another way",
     .change = runbook},
};

} // namespace

std::span<const ScenarioRow> terraformScenarios()
{
    return terraformRows;
}

} // namespace signet::sandbox
