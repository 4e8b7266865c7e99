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
};

} // namespace

std::span<const IdentityScenario> identityScenarios()
{
    return scenarios;
}

} // namespace signet::sandbox
