#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/scenarios/hosts.h"
#include "core/sandbox/scenarios/scenariorow.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

void healthyUserAssigned(Scenario *scenario)
{
    scenario->world.machine.systemAssigned.reset();
    scenario->world.machine.userAssigned = {terraformObjectId, monitorObjectId};
    makeTerraformMember(&scenario->world);
    addVariables(scenario, {{u"ARM_CLIENT_ID"_s, terraformClientId}});
    scenario->asked.insert(u"clientId"_s, terraformClientId);
}

void healthyScaleSet(Scenario *scenario)
{
    scenario->world.machine.kind = Machine::Kind::ScaleSet;
    scenario->world.identities.front().resourceId = scenario->world.machine.resourceId();
}

void healthyFunctions(Scenario *scenario)
{
    webApp(scenario);
    addVariables(scenario,
                 {{u"FUNCTIONS_EXTENSION_VERSION"_s, u"~4"_s}, {u"FUNCTIONS_WORKER_RUNTIME"_s, u"node"_s}});
}

void healthyContainerApp(Scenario *scenario)
{
    service(scenario, LocalEndpoint::Kind::ContainerApp, u"Microsoft.App/containerApps/ca-build"_s,
            {{u"CONTAINER_APP_NAME"_s, u"ca-build"_s},
             {u"CONTAINER_APP_REVISION"_s, u"ca-build--r1"_s},
             {u"IDENTITY_ENDPOINT"_s, u"http://localhost:42356/msi/token"_s},
             {u"IDENTITY_HEADER"_s, endpointSecret()}});
}

// The provider does not get a token there, other programs do.
void healthyAutomation(Scenario *scenario)
{
    scenario->asked.remove(u"terraform"_s);
    runbook(scenario);
}

void healthyMachineLearning(Scenario *scenario)
{
    service(scenario, LocalEndpoint::Kind::MachineLearning,
            u"Microsoft.MachineLearningServices/workspaces/ml/computes/build"_s,
            {{u"AZUREML_RUN_ID"_s, u"build_1"_s},
             {u"MSI_ENDPOINT"_s, u"http://localhost:46808/MSI/auth"_s},
             {u"MSI_SECRET"_s, endpointSecret()}});
}

// As in Azure Automation.
void healthyServiceFabric(Scenario *scenario)
{
    scenario->asked.remove(u"terraform"_s);
    serviceFabric(scenario);
}

constexpr ScenarioRow healthyRows[] = {
    {.name = "healthy"_L1,
     .title = "An Azure VM whose system-assigned identity works in contoso",
     .outcome = Outcome::Ready},
    {.name = "healthy-user-assigned"_L1,
     .title = "An Azure VM with two user-assigned identities; the one asked for works in contoso",
     .outcome = Outcome::Ready,
     .change = healthyUserAssigned},
    {.name = "healthy-arc"_L1,
     .title = "A server of one's own that is connected with Azure Arc",
     .outcome = Outcome::Ready,
     .change = arcServer},
    {.name = "healthy-app-service"_L1,
     .title = "An app of App Service whose system-assigned identity works in contoso",
     .outcome = Outcome::Ready,
     .change = webApp},
    {.name = "healthy-scale-set"_L1,
     .title = "An instance of a scale set whose system-assigned identity works in contoso",
     .outcome = Outcome::Ready,
     .change = healthyScaleSet},
    {.name = "healthy-functions"_L1,
     .title = "An app of Azure Functions whose system-assigned identity works in contoso",
     .outcome = Outcome::Ready,
     .change = healthyFunctions},
    {.name = "healthy-container-app"_L1,
     .title = "A container app whose system-assigned identity works in contoso",
     .outcome = Outcome::Ready,
     .change = healthyContainerApp},
    {.name = "healthy-automation"_L1,
     .title = "A runbook of Azure Automation, without Terraform, whose account's identity works in "
              "contoso",
     .outcome = Outcome::Ready,
     .change = healthyAutomation},
    {.name = "healthy-machine-learning"_L1,
     .title = "A compute of Azure Machine Learning whose system-assigned identity works in contoso",
     .outcome = Outcome::Ready,
     .change = healthyMachineLearning},
    {.name = "healthy-service-fabric"_L1,
     .title = "An application of Service Fabric, without Terraform, whose identity works in contoso",
     .outcome = Outcome::Ready,
     .change = healthyServiceFabric},
    {.name = "healthy-service-connection-oidc"_L1,
     .title = "A Microsoft-hosted agent with a service connection, whose token the provider exchanges",
     .outcome = Outcome::Ready,
     .change = serviceConnectionByOidc},
    {.name = "healthy-service-connection-cli"_L1,
     .title = "A Microsoft-hosted agent whose task signs the Azure CLI in with a service connection",
     .outcome = Outcome::Ready,
     .change = serviceConnectionByCli},
};

} // namespace

std::span<const ScenarioRow> healthyScenarios()
{
    return healthyRows;
}

} // namespace signet::sandbox
