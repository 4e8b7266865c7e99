#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/scenarios/hosts.h"
#include "core/sandbox/scenarios/scenariorow.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

void notOnAzure(Scenario *scenario)
{
    scenario->world.metadata.behaviour = MetadataService::Behaviour::Swallows;
    makeWorkstation(scenario);
}

void patOverridesMsi(Scenario *scenario)
{
    addVariables(scenario, {{u"AZDO_PERSONAL_ACCESS_TOKEN"_s, plantedSecret(u"pat"_s)}});
}

void systemAccessTokenIsBuildService(Scenario *scenario)
{
    const QString token = plantedSecret(u"job"_s);
    addVariables(scenario, {{u"SYSTEM_ACCESSTOKEN"_s, token}, {u"AZDO_PERSONAL_ACCESS_TOKEN"_s, token}});
}

void envClientIdLeftover(Scenario *scenario)
{
    addVariables(scenario, {{u"ARM_CLIENT_ID"_s, terraformClientId}});
    scenario->world.machine.userAssigned = {terraformObjectId};
    scenario->asked.insert(u"objectId"_s, machineObjectId);
}

void envSecretOrOidcBeatsMsi(Scenario *scenario)
{
    addVariables(scenario,
                 {{u"ARM_CLIENT_ID"_s, u"11111111-2222-4333-8444-555555555555"_s},
                  {u"ARM_TENANT_ID"_s, contosoTenant},
                  {u"ARM_CLIENT_SECRET"_s, plantedSecret(u"client"_s)}});
}

void envNamesDisagree(Scenario *scenario)
{
    attachTerraformIdentity(scenario);
    addVariables(scenario,
                 {{u"ARM_CLIENT_ID"_s, terraformClientId},
                  {u"AZURE_CLIENT_ID"_s, u"5eed5eed-4455-4667-9889-aabbccddeeff"_s}});
}

void tokenPathNotRead(Scenario *scenario)
{
    addVariables(scenario, {{u"AZDO_TOKEN_PATH"_s, u"/home/builder/.azdo/token"_s}});
}

void appServiceWithoutVariables(Scenario *scenario)
{
    webApp(scenario);
    removeVariables(scenario, {u"IDENTITY_ENDPOINT"_s, u"IDENTITY_HEADER"_s});
}

void endpointInvalid(Scenario *scenario)
{
    addVariables(
        scenario,
        {{u"IDENTITY_ENDPOINT"_s, u"http://10.0.0.4/msi/token"_s}, {u"IDENTITY_HEADER"_s, endpointSecret()}});
}

void endpointLeftover(Scenario *scenario)
{
    scenario->world.localEndpoint = {.kind = LocalEndpoint::Kind::AppService, .isDown = true};
    addVariables(scenario,
                 {{u"IDENTITY_ENDPOINT"_s, u"http://localhost:4141/msi/token"_s},
                  {u"IDENTITY_HEADER"_s, endpointSecret()}});
}

void cloudShell(Scenario *scenario)
{
    scenario->world.localEndpoint = {.kind = LocalEndpoint::Kind::CloudShell};
    removeFirmware(scenario);
    addVariables(scenario,
                 {{u"MSI_ENDPOINT"_s, u"http://localhost:50342/oauth2/token"_s},
                  {u"AZUREPS_HOST_ENVIRONMENT"_s, u"cloud-shell/1.0"_s},
                  {u"ACC_CLOUD"_s, u"PROD"_s}});
}

void containerAppWithoutVariables(Scenario *scenario)
{
    scenario->world.metadata.behaviour = MetadataService::Behaviour::Swallows;
    removeFirmware(scenario);
    addVariables(scenario, {{u"CONTAINER_APP_NAME"_s, u"ca-build"_s}});
}

void arcWithoutVariables(Scenario *scenario)
{
    arcServer(scenario);
    removeVariables(scenario, {u"IDENTITY_ENDPOINT"_s, u"IMDS_ENDPOINT"_s});
}

void twoEndpoints(Scenario *scenario)
{
    webApp(scenario);
    addVariables(scenario, {{u"IMDS_ENDPOINT"_s, u"http://localhost:40342"_s}});
}

constexpr ScenarioRow environmentRows[] = {
    {.name = "not-on-azure"_L1,
     .title = "A workstation: nothing answers at 169.254.169.254",
     .change = notOnAzure},
    {.name = "pat-overrides-msi"_L1,
     .title = "A personal access token was left in the environment",
     .change = patOverridesMsi},
    {.name = "system-access-token-is-build-service"_L1,
     .title = "A pipeline hands its own job token to the provider as a personal access token",
     .change = systemAccessTokenIsBuildService},
    {.name = "env-client-id-leftover"_L1,
     .title = "ARM_CLIENT_ID was set for another tool; the system-assigned identity is meant",
     .change = envClientIdLeftover},
    {.name = "env-secret-or-oidc-beats-msi"_L1,
     .title = "The variables of a service principal were left for another provider",
     .change = envSecretOrOidcBeatsMsi},
    {.name = "env-names-disagree"_L1,
     .title = "ARM_CLIENT_ID and AZURE_CLIENT_ID name different identities",
     .outcome = Outcome::ReadyWithWarning,
     .change = envNamesDisagree},
    {.name = "token-path-not-read"_L1,
     .title = "AZDO_TOKEN_PATH is set, which is documented and never read",
     .outcome = Outcome::ReadyWithWarning,
     .change = tokenPathNotRead},
    {.name = "appservice-env-missing"_L1,
     .title = "A shell in App Service that did not get the app's variables",
     .change = appServiceWithoutVariables},
    {.name = "identity-endpoint-invalid"_L1,
     .title = "An Azure VM whose IDENTITY_ENDPOINT names another machine",
     .change = endpointInvalid},
    {.name = "identity-endpoint-leftover"_L1,
     .title = "An Azure VM with the variables of an App Service image",
     .change = endpointLeftover},
    {.name = "cloud-shell-user-not-mi"_L1,
     .title = "Cloud Shell: the token is that of the person who is signed in",
     .change = cloudShell},
    {.name = "hosted-agent-no-identity"_L1,
     .title = "A Microsoft-hosted agent of Azure Pipelines",
     .change = hostedAgent},
    {.name = "container-app-env-mismatch"_L1,
     .title = "A container app whose revision is older than its identity",
     .change = containerAppWithoutVariables},
    {.name = "arc-env-not-loaded"_L1,
     .title = "An Arc server in a shell that is older than the agent",
     .outcome = Outcome::ReadyWithWarning,
     .change = arcWithoutVariables},
    {.name = "two-identity-endpoints"_L1,
     .title = "An app of App Service that has the variable of another endpoint as well",
     .outcome = Outcome::ReadyWithWarning,
     .rootCause = "identity-endpoint-leftover"_L1,
     .change = twoEndpoints},
};

} // namespace

std::span<const ScenarioRow> environmentScenarios()
{
    return environmentRows;
}

} // namespace signet::sandbox
