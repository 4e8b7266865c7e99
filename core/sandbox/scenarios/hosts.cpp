#include "core/sandbox/scenarios/hosts.h"

#include "core/sandbox/scenarios/healthymachine.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

QString resourceIdOf(const World &world, const QString &typeAndName)
{
    return u"/subscriptions/%1/resourceGroups/%2/providers/%3"_s.arg(
        world.machine.subscriptionId, world.machine.resourceGroup, typeAndName);
}

} // namespace

QString endpointSecret()
{
    return plantedSecret(u"identity-endpoint"_s);
}

QString managedIdentityWithClientId()
{
    return usesManagedIdentity + u"  client_id       = \"%1\"\n"_s.arg(terraformClientId);
}

void makeWorkstation(Scenario *scenario)
{
    addFiles(scenario,
             {{u"/sys/class/dmi/id/chassis_asset_tag"_s, u"No Asset Information\n"_s},
              {u"/sys/class/dmi/id/sys_vendor"_s, u"LENOVO\n"_s},
              {u"/sys/class/dmi/id/product_name"_s, u"21HMCTO1WW\n"_s}});
}

void arcServer(Scenario *scenario)
{
    const QString keyPath = u"/var/opt/azcmagent/tokens/5a5a5a5a-0001.key"_s;
    scenario->world.localEndpoint = {
        .kind = LocalEndpoint::Kind::Arc, .secret = endpointSecret(), .keyPath = keyPath};
    scenario->world.identities.front().resourceId =
        resourceIdOf(scenario->world, u"Microsoft.HybridCompute/machines/vm-build"_s);
    scenario->world.metadata.behaviour = MetadataService::Behaviour::Swallows;
    removeFirmware(scenario);
    addVariables(scenario,
                 {{u"IDENTITY_ENDPOINT"_s, u"http://localhost:40342/metadata/identity/oauth2/token"_s},
                  {u"IMDS_ENDPOINT"_s, u"http://localhost:40342"_s}});
    addFiles(scenario,
             {{u"/opt/azcmagent/bin/himds"_s, u"elf"_s},
              {keyPath, endpointSecret()},
              {u"/sys/class/dmi/id/chassis_asset_tag"_s, u"No Asset Information\n"_s},
              {u"/sys/class/dmi/id/sys_vendor"_s, u"Dell Inc.\n"_s}});
}

void webApp(Scenario *scenario)
{
    scenario->world.localEndpoint = {.kind = LocalEndpoint::Kind::AppService, .secret = endpointSecret()};
    scenario->world.identities.front().resourceId =
        resourceIdOf(scenario->world, u"Microsoft.Web/sites/app-build"_s);
    scenario->world.metadata.behaviour = MetadataService::Behaviour::Swallows;
    removeFirmware(scenario);
    addVariables(scenario,
                 {{u"WEBSITE_SITE_NAME"_s, u"app-build"_s},
                  {u"WEBSITE_INSTANCE_ID"_s, u"0123456789abcdef"_s},
                  {u"IDENTITY_ENDPOINT"_s, u"http://localhost:4141/msi/token"_s},
                  {u"IDENTITY_HEADER"_s, endpointSecret()}});
}

void service(Scenario *scenario, LocalEndpoint::Kind kind, const QString &typeAndName,
             const QJsonObject &variables)
{
    scenario->world.localEndpoint = {.kind = kind, .secret = endpointSecret()};
    scenario->world.identities.front().resourceId = resourceIdOf(scenario->world, typeAndName);
    scenario->world.metadata.behaviour = MetadataService::Behaviour::Swallows;
    removeFirmware(scenario);
    addVariables(scenario, variables);
}

void runbook(Scenario *scenario)
{
    service(scenario, LocalEndpoint::Kind::Automation, u"Microsoft.Automation/automationAccounts/aa-build"_s,
            {{u"AUTOMATION_ASSET_ACCOUNTID"_s, u"5a5b5c5d-6677-4889-9aab-bccddeeff001"_s},
             {u"AUTOMATION_ASSET_SANDBOX_ID"_s, u"6b6c6d6e-7788-499a-8bbc-cddeeff00112"_s},
             {u"AZUREPS_HOST_ENVIRONMENT"_s, u"AzureAutomation/"_s},
             {u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:41741/oauth2/token"_s},
             {u"IDENTITY_HEADER"_s, endpointSecret()}});
}

void serviceFabric(Scenario *scenario)
{
    scenario->world.localEndpoint = {.kind = LocalEndpoint::Kind::ServiceFabric, .secret = endpointSecret()};
    scenario->world.identities.front().resourceId =
        resourceIdOf(scenario->world, u"Microsoft.ServiceFabric/managedClusters/sf/applications/build"_s);
    addVariables(scenario,
                 {{u"Fabric_NodeName"_s, u"_node_0"_s},
                  {u"Fabric_ApplicationName"_s, u"fabric:/build"_s},
                  {u"IDENTITY_ENDPOINT"_s, u"https://localhost:2377/metadata/identity/oauth2/token"_s},
                  {u"IDENTITY_HEADER"_s, endpointSecret()}});
}

} // namespace signet::sandbox
