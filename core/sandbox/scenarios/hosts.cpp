#include "core/sandbox/scenarios/hosts.h"

#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/world/tokenissuer.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

QString resourceIdOf(const World &world, const QString &typeAndName)
{
    return u"/subscriptions/%1/resourceGroups/%2/providers/%3"_s.arg(
        world.machine.subscriptionId, world.machine.resourceGroup, typeAndName);
}

const QString connectionId = u"7d1e5c0a-8899-4aab-8bcc-ddeeff003344"_s;
const QString connectionClientId = u"5b0c1d2e-8899-4aab-8bcc-ddeeff001122"_s;

// Of a connection that was made since November 2025.
QString assertionOf(const World &world)
{
    return QString::fromLatin1(issueAssertion(
        world, u"https://login.microsoftonline.com/%1/v2.0"_s.arg(contosoTenant),
        u"/eid1/c/pub/t/EGov/a/c2lnbmV0/sc/%1/%2"_s.arg(world.organizations.front().id, connectionId)));
}

} // namespace

QString endpointSecret()
{
    return plantedSecret(u"endpoint"_s);
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

void hostedAgent(Scenario *scenario)
{
    scenario->world.machine.systemAssigned.reset();
    addVariables(
        scenario,
        {{u"TF_BUILD"_s, u"True"_s}, {u"AGENT_NAME"_s, u"Azure Pipelines 4"_s}, {u"AGENT_ID"_s, u"12"_s}});
}

void serviceConnection(Scenario *scenario)
{
    hostedAgent(scenario);
    World &world = scenario->world;
    const QString assertion = assertionOf(world);
    world.applications.push_back({.name = u"app-terraform"_s,
                                  .tenantId = contosoTenant,
                                  .clientId = connectionClientId,
                                  .applicationObjectId = stableGuid(u"application"_s),
                                  .servicePrincipalObjectId = terraformObjectId,
                                  .redirectUris = {},
                                  .assertion = assertion});
    world.pipelineJobs.push_back({.accessToken = plantedSecret(u"job"_s),
                                  .serviceConnectionId = connectionId,
                                  .assertion = assertion});
    makeTerraformMember(&world);
    addVariables(
        scenario,
        {{u"SYSTEM_OIDCREQUESTURI"_s,
          u"https://dev.azure.com/contoso/%1/_apis/distributedtask/hubs/build/plans/%2/jobs/%3/oidctoken"_s
              .arg(world.organizations.front().projects.front().id, stableGuid(u"plan"_s),
                   stableGuid(u"job"_s))},
         {u"AGENT_TEMPDIRECTORY"_s, u"/home/vsts/work/_temp"_s},
         {u"AZURE_CONFIG_DIR"_s, u"/home/vsts/work/_temp/.azclitask"_s},
         {u"AZURESUBSCRIPTION_SERVICE_CONNECTION_ID"_s, connectionId},
         {u"AZURESUBSCRIPTION_CLIENT_ID"_s, connectionClientId},
         {u"AZURESUBSCRIPTION_TENANT_ID"_s, contosoTenant}});
}

void serviceConnectionByOidc(Scenario *scenario)
{
    serviceConnection(scenario);
    setProviderBlock(scenario, u"  use_oidc        = true\n  use_cli         = false\n"_s);
    addVariables(scenario,
                 {{u"SYSTEM_ACCESSTOKEN"_s, plantedSecret(u"job"_s)},
                  {u"ARM_CLIENT_ID"_s, connectionClientId},
                  {u"ARM_TENANT_ID"_s, contosoTenant}});
}

void serviceConnectionByCli(Scenario *scenario)
{
    serviceConnection(scenario);
    setProviderBlock(scenario, u"  use_cli         = true\n"_s);
    const World &world = scenario->world;
    const QByteArray token =
        issueApplicationToken(world, world.applications.back(), QStringView(azureDevOpsResource).toString());
    const QJsonObject printed{{u"accessToken"_s, QString::fromLatin1(token)},
                              {u"expires_on"_s, signedInTokenTimes(world).expiresOn},
                              {u"tenant"_s, QString(contosoTenant)}};
    addFiles(scenario, {{u"/usr/bin/az"_s, u"#!/bin/sh"_s}});
    scenario->hostImage.insert(
        u"commands"_s,
        QJsonObject{{u"/usr/bin/az account get-access-token --resource %1 -o json"_s.arg(
                         QStringView(azureDevOpsResource)),
                     QJsonObject{{u"exitCode"_s, 0},
                                 {u"stdout"_s, QString::fromUtf8(QJsonDocument(printed).toJson())}}}});
}

} // namespace signet::sandbox
