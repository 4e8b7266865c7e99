#include "core/sandbox/identityscenarios.h"

#include <array>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

// Easily recognised where it must not be: in any output.
const QString &secret()
{
    static const QString text = u"signet-sandbox-secret-of-identity-endpoint"_s;
    return text;
}

void addTo(Scenario *scenario, const QString &part, const QJsonObject &more)
{
    QJsonObject object = scenario->hostImage[part].toObject();
    for (auto it = more.begin(); it != more.end(); ++it)
        object[it.key()] = it.value();
    scenario->hostImage[part] = object;
}

void addVariables(Scenario *scenario, const QJsonObject &variables)
{
    addTo(scenario, u"env"_s, variables);
}

void addFiles(Scenario *scenario, const QJsonObject &files)
{
    addTo(scenario, u"files"_s, files);
}

// The machine itself shows no firmware: a sandbox of a service.
void takeFirmwareAway(Scenario *scenario)
{
    QJsonObject files = scenario->hostImage[u"files"_s].toObject();
    const QStringList paths = files.keys();
    for (const QString &path : paths) {
        if (path.startsWith("/sys/class/dmi/"_L1))
            files.remove(path);
    }
    scenario->hostImage[u"files"_s] = files;
}

QString resourceIdOf(const World &world, const QString &typeAndName)
{
    return u"/subscriptions/%1/resourceGroups/%2/providers/%3"_s.arg(
        world.machine.subscriptionId, world.machine.resourceGroup, typeAndName);
}

Scenario arcServer(Scenario scenario, const QString &title)
{
    const QString keyPath = u"/var/opt/azcmagent/tokens/5a5a5a5a-0001.key"_s;
    scenario.title = title;
    scenario.world.localEndpoint = {.kind = LocalEndpoint::Kind::Arc, .secret = secret(), .keyPath = keyPath};
    scenario.world.identities.front().resourceId =
        resourceIdOf(scenario.world, u"Microsoft.HybridCompute/machines/vm-build"_s);
    scenario.world.metadata.behaviour = MetadataService::Behaviour::Swallows;
    takeFirmwareAway(&scenario);
    addVariables(&scenario,
                 {{u"IDENTITY_ENDPOINT"_s, u"http://localhost:40342/metadata/identity/oauth2/token"_s},
                  {u"IMDS_ENDPOINT"_s, u"http://localhost:40342"_s}});
    addFiles(&scenario,
             {{u"/opt/azcmagent/bin/himds"_s, u"elf"_s},
              {keyPath, secret()},
              {u"/sys/class/dmi/id/chassis_asset_tag"_s, u"No Asset Information\n"_s},
              {u"/sys/class/dmi/id/sys_vendor"_s, u"Dell Inc.\n"_s}});
    return scenario;
}

Scenario webApp(Scenario scenario, const QString &title)
{
    scenario.title = title;
    scenario.world.localEndpoint = {.kind = LocalEndpoint::Kind::AppService, .secret = secret()};
    scenario.world.identities.front().resourceId =
        resourceIdOf(scenario.world, u"Microsoft.Web/sites/app-build"_s);
    scenario.world.metadata.behaviour = MetadataService::Behaviour::Swallows;
    takeFirmwareAway(&scenario);
    addVariables(&scenario,
                 {{u"WEBSITE_SITE_NAME"_s, u"app-build"_s},
                  {u"WEBSITE_INSTANCE_ID"_s, u"0123456789abcdef"_s},
                  {u"IDENTITY_ENDPOINT"_s, u"http://localhost:4141/msi/token"_s},
                  {u"IDENTITY_HEADER"_s, secret()}});
    return scenario;
}

Scenario healthyArc(Scenario healthy)
{
    return arcServer(std::move(healthy), u"A server of one's own that is connected with Azure Arc"_s);
}

Scenario healthyAppService(Scenario healthy)
{
    return webApp(std::move(healthy),
                  u"An app of App Service whose system-assigned identity works in contoso"_s);
}

Scenario arcKeyUnreadable(Scenario healthy)
{
    Scenario scenario =
        arcServer(std::move(healthy), u"An Arc server on which the account is not in the group himds"_s);
    addFiles(&scenario, {{scenario.world.localEndpoint.keyPath, QJsonObject{{u"errno"_s, u"EACCES"_s}}}});
    return scenario;
}

Scenario arcKeyRejected(Scenario healthy)
{
    Scenario scenario =
        arcServer(std::move(healthy), u"An Arc server whose challenge names a file elsewhere"_s);
    scenario.world.localEndpoint.keyPath = u"/etc/shadow.key"_s;
    return scenario;
}

Scenario arcKeyTooLarge(Scenario healthy)
{
    Scenario scenario =
        arcServer(std::move(healthy), u"An Arc server whose key file is no key, as large as it is"_s);
    addFiles(&scenario, {{scenario.world.localEndpoint.keyPath, QJsonObject{{u"size"_s, 5000}}}});
    scenario.rootCauses = {u"arc-key-rejected"_s};
    return scenario;
}

Scenario arcChallengeInvalid(Scenario healthy)
{
    Scenario scenario =
        arcServer(std::move(healthy), u"An Arc server on whose port another program answers"_s);
    scenario.world.localEndpoint.challenges = false;
    return scenario;
}

Scenario arcAgentDown(Scenario healthy)
{
    Scenario scenario = arcServer(std::move(healthy), u"An Arc server whose agent does not run"_s);
    scenario.world.localEndpoint.isDown = true;
    return scenario;
}

Scenario appServiceWithoutVariables(Scenario healthy)
{
    Scenario scenario =
        webApp(std::move(healthy), u"A shell in App Service that did not get the app's variables"_s);
    QJsonObject env = scenario.hostImage[u"env"_s].toObject();
    env.remove(u"IDENTITY_ENDPOINT"_s);
    env.remove(u"IDENTITY_HEADER"_s);
    scenario.hostImage[u"env"_s] = env;
    return scenario;
}

Scenario secretRejected(Scenario healthy)
{
    Scenario scenario =
        webApp(std::move(healthy), u"An app of App Service with the identity header of another instance"_s);
    scenario.world.localEndpoint.secret = u"another"_s;
    return scenario;
}

Scenario endpointInvalid(Scenario healthy)
{
    healthy.title = u"An Azure VM whose IDENTITY_ENDPOINT names another machine"_s;
    addVariables(
        &healthy,
        {{u"IDENTITY_ENDPOINT"_s, u"http://10.0.0.4/msi/token"_s}, {u"IDENTITY_HEADER"_s, secret()}});
    return healthy;
}

Scenario endpointLeftover(Scenario healthy)
{
    healthy.title = u"An Azure VM with the variables of an App Service image"_s;
    healthy.world.localEndpoint = {.kind = LocalEndpoint::Kind::AppService, .isDown = true};
    addVariables(
        &healthy,
        {{u"IDENTITY_ENDPOINT"_s, u"http://localhost:4141/msi/token"_s}, {u"IDENTITY_HEADER"_s, secret()}});
    return healthy;
}

Scenario cloudShell(Scenario healthy)
{
    healthy.title = u"Cloud Shell: the token is that of the person who is signed in"_s;
    healthy.world.localEndpoint = {.kind = LocalEndpoint::Kind::CloudShell};
    takeFirmwareAway(&healthy);
    addVariables(&healthy,
                 {{u"MSI_ENDPOINT"_s, u"http://localhost:50342/oauth2/token"_s},
                  {u"AZUREPS_HOST_ENVIRONMENT"_s, u"cloud-shell/1.0"_s},
                  {u"ACC_CLOUD"_s, u"PROD"_s}});
    return healthy;
}

Scenario fabricThumbprint(Scenario healthy)
{
    healthy.title =
        u"A Service Fabric node whose endpoint shows another certificate than the announced one"_s;
    healthy.world.localEndpoint = {.kind = LocalEndpoint::Kind::ServiceFabric, .secret = secret()};
    addVariables(&healthy,
                 {{u"Fabric_NodeName"_s, u"_node_0"_s},
                  {u"IDENTITY_ENDPOINT"_s, u"https://localhost:2377/metadata/identity/oauth2/token"_s},
                  {u"IDENTITY_HEADER"_s, secret()},
                  {u"IDENTITY_SERVER_THUMBPRINT"_s, u"A1B2C3D4E5F60718293A4B5C6D7E8F9001122334"_s}});
    return healthy;
}

// Every answer of the metadata service to a request for a token is this one.
Scenario answering(Scenario healthy, const QString &title, int status, const QByteArray &body,
                   const QByteArray &contentType = "application/json; charset=utf-8")
{
    healthy.title = title;
    healthy.world.faults = {{.method = {},
                             .path = u"169.254.169.254/metadata/identity/oauth2"_s,
                             .times = 1000,
                             .status = status,
                             .contentType = contentType,
                             .body = body}};
    return healthy;
}

Scenario notReady(Scenario healthy)
{
    return answering(std::move(healthy), u"An Azure VM whose metadata service is being updated"_s, 410, {});
}

Scenario captivePortal(Scenario healthy)
{
    return answering(std::move(healthy), u"A network whose sign-in page answers at the metadata address"_s,
                     200, "<html><title>Welcome</title>Sign in to use this network</html>", "text/html");
}

Scenario dockerDesktop(Scenario healthy)
{
    Scenario scenario =
        answering(std::move(healthy), u"A container of Docker Desktop, whose proxy answers"_s, 403,
                  "connecting to 169.254.169.254:80: connecting to 169.254.169.254:80: dial tcp: "
                  "connectex",
                  "text/plain");
    takeFirmwareAway(&scenario);
    addFiles(&scenario,
             {{u"/.dockerenv"_s, QString()},
              {u"/proc/version"_s, u"Linux version 6.6.12-linuxkit (root@buildkitsandbox)\n"_s}});
    return scenario;
}

Scenario foreignService(Scenario healthy)
{
    return answering(std::move(healthy), u"Another program answers at the metadata address"_s, 404,
                     "<html><title>404 Not Found</title></html>", "text/html");
}

Scenario deniedByAgent(Scenario healthy)
{
    Scenario scenario =
        answering(std::move(healthy), u"An Azure VM whose guest proxy agent denies this account"_s, 403, {});
    addFiles(&scenario, {{u"/var/lib/azure-proxy-agent"_s, QJsonObject{{u"dir"_s, true}}}});
    return scenario;
}

Scenario brokenIdentity(Scenario healthy)
{
    return answering(
        std::move(healthy), u"An Azure VM whose subscription moved to another directory"_s, 400,
        R"({"error":"unauthorized_client","error_description":"AADSTS700016: Application with identifier '3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617' was not found in the directory 'Contoso'.","error_codes":[700016]})");
}

Scenario serverError(Scenario healthy)
{
    return answering(
        std::move(healthy), u"An Azure VM whose metadata service cannot get a token"_s, 500,
        R"({"error":"unknown","error_description":"Failed to retrieve token from the Active directory. For details see logs in C:\Packages\Plugins\Microsoft.Identity.MSI"})");
}

Scenario malformedAnswer(Scenario healthy)
{
    return answering(std::move(healthy), u"An Azure VM whose metadata service cuts its answer short"_s, 200,
                     R"({"access_token":"ey)");
}

Scenario unclassified(Scenario healthy)
{
    return answering(std::move(healthy),
                     u"An Azure VM whose metadata service refuses in words nobody knows"_s, 400,
                     R"({"error":"invalid_request","error_description":"Quantum flux is out of range"})");
}

Scenario hostedAgent(Scenario healthy)
{
    healthy.title = u"A Microsoft-hosted agent of Azure Pipelines"_s;
    healthy.world.machine.systemAssigned.reset();
    addVariables(
        &healthy,
        {{u"TF_BUILD"_s, u"True"_s}, {u"AGENT_NAME"_s, u"Azure Pipelines 4"_s}, {u"AGENT_ID"_s, u"12"_s}});
    return healthy;
}

Scenario bridgedContainer(Scenario healthy)
{
    healthy.title = u"A container on an Azure VM whose network does not reach the metadata address"_s;
    healthy.world.metadata.behaviour = MetadataService::Behaviour::Resets;
    addFiles(&healthy, {{u"/.dockerenv"_s, QString()}});
    return healthy;
}

Scenario workloadIdentity(Scenario healthy)
{
    healthy.title = u"A pod with workload identity, which is no managed identity"_s;
    addVariables(
        &healthy,
        {{u"KUBERNETES_SERVICE_HOST"_s, u"10.0.0.1"_s},
         {u"AZURE_CLIENT_ID"_s, u"c0ffee11-2233-4455-8677-8899aabbccdd"_s},
         {u"AZURE_TENANT_ID"_s, u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s},
         {u"AZURE_FEDERATED_TOKEN_FILE"_s, u"/var/run/secrets/azure/tokens/azure-identity-token"_s}});
    return healthy;
}

Scenario containerAppWithoutVariables(Scenario healthy)
{
    healthy.title = u"A container app whose revision is older than its identity"_s;
    healthy.world.metadata.behaviour = MetadataService::Behaviour::Swallows;
    takeFirmwareAway(&healthy);
    addVariables(&healthy, {{u"CONTAINER_APP_NAME"_s, u"ca-build"_s}});
    return healthy;
}

constexpr std::array scenarios{
    IdentityScenario{"healthy-arc"_L1, true, healthyArc},
    IdentityScenario{"healthy-app-service"_L1, true, healthyAppService},
    IdentityScenario{"arc-key-unreadable"_L1, false, arcKeyUnreadable},
    IdentityScenario{"arc-key-rejected"_L1, false, arcKeyRejected},
    IdentityScenario{"arc-key-too-large"_L1, false, arcKeyTooLarge},
    IdentityScenario{"arc-challenge-invalid"_L1, false, arcChallengeInvalid},
    IdentityScenario{"arc-agent-down"_L1, false, arcAgentDown},
    IdentityScenario{"appservice-env-missing"_L1, false, appServiceWithoutVariables},
    IdentityScenario{"identity-secret-rejected"_L1, false, secretRejected},
    IdentityScenario{"identity-endpoint-invalid"_L1, false, endpointInvalid},
    IdentityScenario{"identity-endpoint-leftover"_L1, false, endpointLeftover},
    IdentityScenario{"cloud-shell-user-not-mi"_L1, false, cloudShell},
    IdentityScenario{"service-fabric-thumbprint"_L1, false, fabricThumbprint},
    IdentityScenario{"imds-not-ready"_L1, false, notReady},
    IdentityScenario{"captive-portal"_L1, false, captivePortal},
    IdentityScenario{"docker-desktop-403"_L1, false, dockerDesktop},
    IdentityScenario{"not-imds"_L1, false, foreignService},
    IdentityScenario{"imds-blocked-by-msp"_L1, false, deniedByAgent},
    IdentityScenario{"identity-broken"_L1, false, brokenIdentity},
    IdentityScenario{"identity-endpoint-server-error"_L1, false, serverError},
    IdentityScenario{"identity-answer-malformed"_L1, false, malformedAnswer},
    IdentityScenario{"identity-endpoint-unclassified"_L1, false, unclassified},
    IdentityScenario{"hosted-agent-no-identity"_L1, false, hostedAgent},
    IdentityScenario{"container-bridge-no-imds"_L1, false, bridgedContainer},
    IdentityScenario{"aks-workload-identity-not-msi"_L1, false, workloadIdentity},
    IdentityScenario{"container-app-env-mismatch"_L1, false, containerAppWithoutVariables},
};

} // namespace

std::span<const IdentityScenario> identityScenarios()
{
    return scenarios;
}

} // namespace signet::sandbox
