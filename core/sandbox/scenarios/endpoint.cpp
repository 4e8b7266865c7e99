#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/scenarios/hosts.h"
#include "core/sandbox/scenarios/scenariorow.h"

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

void imdsUnreachable(Scenario *scenario)
{
    scenario->world.metadata.behaviour = MetadataService::Behaviour::Resets;
}

void imdsThrottled(Scenario *scenario)
{
    scenario->world.metadata.throttle =
        MetadataService::Throttle{.burst = 0, .perSecond = 0, .retryAfter = 3};
}

void identityNotAssigned(Scenario *scenario)
{
    scenario->world.machine.systemAssigned.reset();
}

void multipleIdentities(Scenario *scenario)
{
    scenario->world.machine.systemAssigned.reset();
    scenario->world.machine.userAssigned = {terraformObjectId, monitorObjectId};
    makeTerraformMember(&scenario->world);
}

void silentDefaultIdentity(Scenario *scenario)
{
    scenario->world.machine.userAssigned = {terraformObjectId};
    makeTerraformMember(&scenario->world);
    scenario->asked.insert(u"objectId"_s, terraformObjectId);
}

void objectIdAsClientId(Scenario *scenario)
{
    scenario->world.machine.systemAssigned.reset();
    scenario->world.machine.userAssigned = {terraformObjectId};
    makeTerraformMember(&scenario->world);
    addVariables(scenario, {{u"ARM_CLIENT_ID"_s, terraformObjectId}});
    scenario->asked.insert(u"clientId"_s, terraformObjectId);
}

void arcKeyUnreadable(Scenario *scenario)
{
    arcServer(scenario);
    addFiles(scenario, {{scenario->world.localEndpoint.keyPath, QJsonObject{{u"errno"_s, u"EACCES"_s}}}});
}

void arcKeyRejected(Scenario *scenario)
{
    arcServer(scenario);
    scenario->world.localEndpoint.keyPath = u"/etc/shadow.key"_s;
}

void arcKeyTooLarge(Scenario *scenario)
{
    arcServer(scenario);
    addFiles(scenario, {{scenario->world.localEndpoint.keyPath, QJsonObject{{u"size"_s, 5000}}}});
}

void arcChallengeInvalid(Scenario *scenario)
{
    arcServer(scenario);
    scenario->world.localEndpoint.challenges = false;
}

void arcAgentDown(Scenario *scenario)
{
    arcServer(scenario);
    scenario->world.localEndpoint.isDown = true;
}

void secretRejected(Scenario *scenario)
{
    webApp(scenario);
    scenario->world.localEndpoint.secret = u"another"_s;
}

void fabricThumbprint(Scenario *scenario)
{
    scenario->world.localEndpoint = {.kind = LocalEndpoint::Kind::ServiceFabric, .secret = endpointSecret()};
    addVariables(scenario,
                 {{u"Fabric_NodeName"_s, u"_node_0"_s},
                  {u"IDENTITY_ENDPOINT"_s, u"https://localhost:2377/metadata/identity/oauth2/token"_s},
                  {u"IDENTITY_HEADER"_s, endpointSecret()},
                  {u"IDENTITY_SERVER_THUMBPRINT"_s, u"A1B2C3D4E5F60718293A4B5C6D7E8F9001122334"_s}});
}

void dockerDesktop(Scenario *scenario)
{
    removeFirmware(scenario);
    addFiles(scenario,
             {{u"/.dockerenv"_s, QString()},
              {u"/proc/version"_s, u"Linux version 6.6.12-linuxkit (root@buildkitsandbox)\n"_s}});
}

void deniedByAgent(Scenario *scenario)
{
    addFiles(scenario, {{u"/var/lib/azure-proxy-agent"_s, QJsonObject{{u"dir"_s, true}}}});
}

void bridgedContainer(Scenario *scenario)
{
    scenario->world.metadata.behaviour = MetadataService::Behaviour::Resets;
    addFiles(scenario, {{u"/.dockerenv"_s, QString()}});
}

void workloadIdentity(Scenario *scenario)
{
    addVariables(
        scenario,
        {{u"KUBERNETES_SERVICE_HOST"_s, u"10.0.0.1"_s},
         {u"AZURE_CLIENT_ID"_s, u"c0ffee11-2233-4455-8677-8899aabbccdd"_s},
         {u"AZURE_TENANT_ID"_s, u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s},
         {u"AZURE_FEDERATED_TOKEN_FILE"_s, u"/var/run/secrets/azure/tokens/azure-identity-token"_s}});
    // The provider takes the client id of the pod's credential for that of a managed identity.
    scenario->asked.insert(u"clientId"_s, u"c0ffee11-2233-4455-8677-8899aabbccdd"_s);
}

void arcUserAssigned(Scenario *scenario)
{
    arcServer(scenario);
    setProviderBlock(scenario, managedIdentityWithClientId());
}

void selectorUnsupported(Scenario *scenario)
{
    serviceFabric(scenario);
    setProviderBlock(scenario, managedIdentityWithClientId());
}

void legacyExtension(Scenario *scenario)
{
    scenario->world.localEndpoint = {.kind = LocalEndpoint::Kind::VirtualMachineExtension};
    addVariables(scenario, {{u"MSI_ENDPOINT"_s, u"http://localhost:50342/oauth2/token"_s}});
}

constexpr ScenarioRow endpointRows[] = {
    {.name = "imds-unreachable"_L1,
     .title = "An Azure VM on which every connection to the metadata address is reset",
     .change = imdsUnreachable},
    {.name = "imds-throttled"_L1,
     .title = "An Azure VM whose metadata service has had too many token requests",
     .change = imdsThrottled},
    {.name = "identity-not-assigned"_L1,
     .title = "An Azure VM without any identity",
     .change = identityNotAssigned},
    {.name = "multiple-identities"_L1,
     .title = "An Azure VM with two user-assigned identities, and none of them is named",
     .change = multipleIdentities},
    {.name = "identity-unnamed"_L1,
     .title = "id-terraform is the only identity of the machine, and nothing names it",
     .outcome = Outcome::ReadyWithWarning,
     .change = attachTerraformIdentity},
    {.name = "silent-default-identity"_L1,
     .title = "id-terraform is meant, but without a client id the system-assigned identity answers",
     .change = silentDefaultIdentity},
    {.name = "object-id-as-client-id"_L1,
     .title = "The object id of id-terraform was given as its client id",
     .change = objectIdAsClientId},
    {.name = "arc-key-unreadable"_L1,
     .title = "An Arc server on which the account is not in the group himds",
     .change = arcKeyUnreadable},
    {.name = "arc-key-rejected"_L1,
     .title = "An Arc server whose challenge names a file elsewhere",
     .change = arcKeyRejected},
    {.name = "arc-key-too-large"_L1,
     .title = "An Arc server whose key file is no key, as large as it is",
     .rootCause = "arc-key-rejected"_L1,
     .change = arcKeyTooLarge},
    {.name = "arc-challenge-invalid"_L1,
     .title = "An Arc server on whose port another program answers",
     .change = arcChallengeInvalid},
    {.name = "arc-agent-down"_L1, .title = "An Arc server whose agent does not run", .change = arcAgentDown},
    {.name = "identity-secret-rejected"_L1,
     .title = "An app of App Service with the identity header of another instance",
     .change = secretRejected},
    {.name = "service-fabric-thumbprint"_L1,
     .title = "A Service Fabric node whose endpoint shows another certificate than the announced one",
     .change = fabricThumbprint},
    {.name = "imds-not-ready"_L1,
     .title = "An Azure VM whose metadata service is being updated",
     .answer = ScenarioRow::Answer{.status = 410}},
    {.name = "docker-desktop-403"_L1,
     .title = "A container of Docker Desktop, whose proxy answers",
     .answer =
         ScenarioRow::Answer{
             .status = 403,
             .body = "connecting to 169.254.169.254:80: connecting to 169.254.169.254:80: dial tcp: "
                     "connectex",
             .contentType = "text/plain"},
     .change = dockerDesktop},
    {.name = "not-imds"_L1,
     .title = "Another program answers at the metadata address",
     .answer = ScenarioRow::Answer{.status = 404,
                                   .body = "<html><title>404 Not Found</title></html>",
                                   .contentType = "text/html"}},
    {.name = "imds-blocked-by-msp"_L1,
     .title = "An Azure VM whose guest proxy agent denies this account",
     .answer = ScenarioRow::Answer{.status = 403},
     .change = deniedByAgent},
    {.name = "identity-broken"_L1,
     .title = "An Azure VM whose subscription moved to another directory",
     .answer =
         ScenarioRow::Answer{
             .status = 400,
             .body =
                 R"({"error":"unauthorized_client","error_description":"AADSTS700016: Application with identifier '3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617' was not found in the directory 'Contoso'.","error_codes":[700016]})"}},
    {.name = "identity-endpoint-server-error"_L1,
     .title = "An Azure VM whose metadata service cannot get a token",
     .answer =
         ScenarioRow::Answer{
             .status = 500,
             .body =
                 R"({"error":"unknown","error_description":"Failed to retrieve token from the Active directory. For details see logs in C:\\Packages\\Plugins\\Microsoft.Identity.MSI"})"}},
    {.name = "identity-answer-malformed"_L1,
     .title = "An Azure VM whose metadata service cuts its answer short",
     .answer = ScenarioRow::Answer{.status = 200, .body = R"({"access_token":"ey)"}},
    {.name = "identity-endpoint-unclassified"_L1,
     .title = "An Azure VM whose metadata service refuses with an undocumented message",
     .answer =
         ScenarioRow::Answer{
             .status = 400,
             .body = R"({"error":"invalid_request","error_description":"Quantum flux is out of range"})"}},
    {.name = "container-bridge-no-imds"_L1,
     .title = "A container on an Azure VM whose network does not reach the metadata address",
     .change = bridgedContainer},
    {.name = "aks-workload-identity-not-msi"_L1,
     .title = "A pod with workload identity, which is no managed identity",
     .change = workloadIdentity},
    {.name = "arc-user-assigned-unsupported"_L1,
     .title = "An Arc server, and a client id is asked for",
     .change = arcUserAssigned},
    {.name = "selector-unsupported"_L1,
     .title = "An application of Service Fabric, and a client id is asked for",
     .change = selectorUnsupported},
    {.name = "legacy-vm-extension-endpoint"_L1,
     .title = "An Azure VM whose MSI_ENDPOINT names the retired VM extension",
     .change = legacyExtension},
    {.name = "imds-request-rejected"_L1,
     .title = "A script asked the metadata service without its header",
     .outcome = Outcome::ReadyWithWarning,
     .error = "{\"error\":\"invalid_request\",\"error_description\":\"Required metadata header not "
              "specified\"}"},
};

} // namespace

std::span<const ScenarioRow> endpointScenarios()
{
    return endpointRows;
}

} // namespace signet::sandbox
