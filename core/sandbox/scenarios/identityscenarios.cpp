#include "core/sandbox/scenarios/identityscenarios.h"

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
        R"({"error":"unknown","error_description":"Failed to retrieve token from the Active directory. For details see logs in C:\\Packages\\Plugins\\Microsoft.Identity.MSI"})");
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

// ---- Kinds of host, and what they do not take -------------------------------------------------------

constexpr QLatin1StringView infra = "/home/builder/infra/"_L1;

// The provider block of the configuration says this beside the organization.
void setProviderBlock(Scenario *scenario, const QString &arguments)
{
    addFiles(
        scenario,
        {{infra + u"providers.tf"_s,
          u"provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n%1}\n"_s.arg(
              arguments)}});
}

const QString &managedIdentityWithClientId()
{
    static const QString text = u"  use_msi         = true\n"
                                "  use_cli         = false\n"
                                "  client_id       = \"c0ffee11-2233-4455-8677-8899aabbccdd\"\n"_s;
    return text;
}

// A service whose processes have an endpoint of their own, and no firmware to look at.
Scenario service(Scenario scenario, const QString &title, LocalEndpoint::Kind kind,
                 const QString &typeAndName, const QJsonObject &variables)
{
    scenario.title = title;
    scenario.world.localEndpoint = {.kind = kind, .secret = secret()};
    scenario.world.identities.front().resourceId = resourceIdOf(scenario.world, typeAndName);
    scenario.world.metadata.behaviour = MetadataService::Behaviour::Swallows;
    takeFirmwareAway(&scenario);
    addVariables(&scenario, variables);
    return scenario;
}

Scenario healthyScaleSet(Scenario healthy)
{
    healthy.title = u"An instance of a scale set whose system-assigned identity works in contoso"_s;
    healthy.world.machine.kind = Machine::Kind::ScaleSet;
    healthy.world.identities.front().resourceId = healthy.world.machine.resourceId();
    return healthy;
}

Scenario healthyFunctions(Scenario healthy)
{
    Scenario scenario = webApp(
        std::move(healthy), u"An app of Azure Functions whose system-assigned identity works in contoso"_s);
    addVariables(&scenario,
                 {{u"FUNCTIONS_EXTENSION_VERSION"_s, u"~4"_s}, {u"FUNCTIONS_WORKER_RUNTIME"_s, u"node"_s}});
    return scenario;
}

Scenario healthyContainerApp(Scenario healthy)
{
    return service(std::move(healthy), u"A container app whose system-assigned identity works in contoso"_s,
                   LocalEndpoint::Kind::ContainerApp, u"Microsoft.App/containerApps/ca-build"_s,
                   {{u"CONTAINER_APP_NAME"_s, u"ca-build"_s},
                    {u"CONTAINER_APP_REVISION"_s, u"ca-build--r1"_s},
                    {u"IDENTITY_ENDPOINT"_s, u"http://localhost:42356/msi/token"_s},
                    {u"IDENTITY_HEADER"_s, secret()}});
}

Scenario runbook(Scenario healthy, const QString &title)
{
    return service(std::move(healthy), title, LocalEndpoint::Kind::Automation,
                   u"Microsoft.Automation/automationAccounts/aa-build"_s,
                   {{u"AUTOMATION_ASSET_ACCOUNTID"_s, u"5a5b5c5d-6677-4889-9aab-bccddeeff001"_s},
                    {u"AUTOMATION_ASSET_SANDBOX_ID"_s, u"6b6c6d6e-7788-499a-8bbc-cddeeff00112"_s},
                    {u"AZUREPS_HOST_ENVIRONMENT"_s, u"AzureAutomation/"_s},
                    {u"IDENTITY_ENDPOINT"_s, u"http://127.0.0.1:41741/oauth2/token"_s},
                    {u"IDENTITY_HEADER"_s, secret()}});
}

// The provider does not get a token there, other programs do.
Scenario healthyAutomation(Scenario healthy)
{
    healthy.asked.remove(u"terraform"_s);
    return runbook(std::move(healthy),
                   u"A runbook of Azure Automation, without Terraform, whose account's identity works in "
                   u"contoso"_s);
}

Scenario providerAsksOtherwise(Scenario healthy)
{
    return runbook(std::move(healthy),
                   u"A runbook of Azure Automation that runs Terraform: the provider asks in another way"_s);
}

Scenario healthyMachineLearning(Scenario healthy)
{
    return service(std::move(healthy),
                   u"A compute of Azure Machine Learning whose system-assigned identity works in contoso"_s,
                   LocalEndpoint::Kind::MachineLearning,
                   u"Microsoft.MachineLearningServices/workspaces/ml/computes/build"_s,
                   {{u"AZUREML_RUN_ID"_s, u"build_1"_s},
                    {u"MSI_ENDPOINT"_s, u"http://localhost:46808/MSI/auth"_s},
                    {u"MSI_SECRET"_s, secret()}});
}

// The thumbprint is that of the simulator's own certificate, which is known once it runs.
Scenario serviceFabric(Scenario healthy, const QString &title)
{
    healthy.title = title;
    healthy.world.localEndpoint = {.kind = LocalEndpoint::Kind::ServiceFabric, .secret = secret()};
    healthy.world.identities.front().resourceId =
        resourceIdOf(healthy.world, u"Microsoft.ServiceFabric/managedClusters/sf/applications/build"_s);
    addVariables(&healthy,
                 {{u"Fabric_NodeName"_s, u"_node_0"_s},
                  {u"Fabric_ApplicationName"_s, u"fabric:/build"_s},
                  {u"IDENTITY_ENDPOINT"_s, u"https://localhost:2377/metadata/identity/oauth2/token"_s},
                  {u"IDENTITY_HEADER"_s, secret()}});
    return healthy;
}

// As in Azure Automation.
Scenario healthyServiceFabric(Scenario healthy)
{
    healthy.asked.remove(u"terraform"_s);
    return serviceFabric(
        std::move(healthy),
        u"An application of Service Fabric, without Terraform, whose identity works in contoso"_s);
}

Scenario selectorUnsupported(Scenario healthy)
{
    Scenario scenario = serviceFabric(std::move(healthy),
                                      u"An application of Service Fabric, and a client id is asked for"_s);
    setProviderBlock(&scenario, managedIdentityWithClientId());
    return scenario;
}

Scenario arcUserAssigned(Scenario healthy)
{
    Scenario scenario = arcServer(std::move(healthy), u"An Arc server, and a client id is asked for"_s);
    setProviderBlock(&scenario, managedIdentityWithClientId());
    return scenario;
}

Scenario arcWithoutVariables(Scenario healthy)
{
    Scenario scenario =
        arcServer(std::move(healthy), u"An Arc server in a shell that is older than the agent"_s);
    QJsonObject env = scenario.hostImage[u"env"_s].toObject();
    env.remove(u"IDENTITY_ENDPOINT"_s);
    env.remove(u"IMDS_ENDPOINT"_s);
    scenario.hostImage[u"env"_s] = env;
    return scenario;
}

Scenario legacyExtension(Scenario healthy)
{
    healthy.title = u"An Azure VM whose MSI_ENDPOINT names the retired VM extension"_s;
    healthy.world.localEndpoint = {.kind = LocalEndpoint::Kind::VirtualMachineExtension};
    addVariables(&healthy, {{u"MSI_ENDPOINT"_s, u"http://localhost:50342/oauth2/token"_s}});
    return healthy;
}

Scenario twoEndpoints(Scenario healthy)
{
    Scenario scenario = webApp(std::move(healthy),
                               u"An app of App Service that has the variable of another endpoint as well"_s);
    addVariables(&scenario, {{u"IMDS_ENDPOINT"_s, u"http://localhost:40342"_s}});
    scenario.rootCauses = {u"identity-endpoint-leftover"_s};
    return scenario;
}

// ---- Tokens ------------------------------------------------------------------------------------------

Scenario sovereignCloud(Scenario healthy)
{
    healthy.title = u"A machine of the government cloud"_s;
    healthy.world.machine.azEnvironment = u"AzureUSGovernmentCloud"_s;
    return healthy;
}

Scenario resourceNotInTenant(Scenario healthy)
{
    return answering(
        std::move(healthy), u"An Azure VM whose tenant does not know Azure DevOps"_s, 400,
        R"({"error":"invalid_resource","error_description":"AADSTS500011: The resource principal named 499b84ac-1321-427f-aa17-267ca6975798 was not found in the tenant named Contoso.","error_codes":[500011]})");
}

Scenario entraAppBlocked(Scenario healthy)
{
    return answering(
        std::move(healthy), u"An Azure VM whose identity was disabled in the directory"_s, 400,
        R"({"error":"unauthorized_client","error_description":"AADSTS7000112: Application '3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617'(vm-build) is disabled.","error_codes":[7000112]})");
}

Scenario tokenExpiryUnclear(Scenario healthy)
{
    healthy.title = u"Beside the token stands a time in words that nobody agreed on"_s;
    healthy.world.metadata.expiresOn = u"tomorrow"_s;
    return healthy;
}

Scenario tokenNotDecodable(Scenario healthy)
{
    healthy.title = u"The token is none that can be read, and Azure DevOps takes it"_s;
    healthy.world.metadata.opaqueTokens = true;
    return healthy;
}

// ---- What somebody was told --------------------------------------------------------------------------

// The act is over, and only its message is left. The machine itself is in order.
Scenario told(Scenario healthy, const QString &title, const QString &error)
{
    healthy.title = title;
    healthy.asked.insert(u"error"_s, error);
    return healthy;
}

// The same where the provider may ask the Azure CLI, which is what it does unless it is told not to.
Scenario toldWithCli(Scenario healthy, const QString &title, const QString &error)
{
    Scenario scenario = told(std::move(healthy), title, error);
    setProviderBlock(&scenario, u"  use_msi         = true\n"_s);
    return scenario;
}

Scenario requestRejected(Scenario healthy)
{
    return told(std::move(healthy), u"A script asked the metadata service without its header"_s,
                u"{\"error\":\"invalid_request\",\"error_description\":\"Required metadata header not "
                "specified\"}"_s);
}

Scenario azFallback(Scenario healthy)
{
    return toldWithCli(std::move(healthy), u"The identity was missing, and the Azure CLI was asked next"_s,
                       u"Error: failed to get auth from auth cache: failed to get AAD token: "
                       "ChainedTokenCredential: failed to acquire a token.\nAttempted credentials:\n"
                       "\tManagedIdentityCredential: unavailable\n"
                       "\tAzureCLICredential: AADSTS70043: The refresh token has expired"_s);
}

Scenario azWithTenant(Scenario healthy)
{
    return toldWithCli(
        std::move(healthy), u"The Azure CLI is signed in with an identity and was given a tenant"_s,
        u"Error: AzureCLICredential: ERROR: Tenant shouldn't be specified for managed identity "
        "account"_s);
}

Scenario azUserNameFlag(Scenario healthy)
{
    return told(std::move(healthy), u"A script signs the Azure CLI in with an option that is gone"_s,
                u"ERROR: Passing the managed identity ID with --username is no longer supported. Use "
                "--client-id, --object-id or --resource-id instead."_s);
}

Scenario azDevOpsExtension(Scenario healthy)
{
    return told(std::move(healthy), u"az devops asks for a login although the identity is signed in"_s,
                u"Before you can run Azure DevOps commands, you need to run the login command (az login if "
                "using AAD/MSA identity else az devops login if using PAT token) to setup credentials."_s);
}

Scenario azNoSubscriptions(Scenario healthy)
{
    return told(std::move(healthy), u"az login stopped because the identity has no role in Azure"_s,
                u"ERROR: No subscriptions were found for 'None'. If this is expected, use "
                "'--allow-no-subscriptions' to have tenant level access."_s);
}

Scenario tokenAsBasic(Scenario healthy)
{
    return told(std::move(healthy), u"git refused a token that works elsewhere"_s,
                u"fatal: Authentication failed for "
                "'https://dev.azure.com/contoso/Fabrikam-Fiber/_git/Fabrikam-Fiber/'"_s);
}

Scenario tokenExpiredMidrun(Scenario healthy)
{
    return told(std::move(healthy), u"An apply took longer than the assertion of its pipeline is good for"_s,
                u"Error: ClientAssertionCredential authentication failed. AADSTS700024: Client assertion is "
                "not within its valid time range. Current time: 2026-09-21T15:20:04Z, expiry time of "
                "assertion 2026-09-21T14:15:00Z. Asked through SYSTEM_OIDCREQUESTURI."_s);
}

Scenario azNotSignedIn(Scenario healthy)
{
    return told(std::move(healthy), u"A step of a person asks the Azure CLI, where nobody is signed in"_s,
                u"ERROR: Please run 'az login' to setup account."_s);
}

Scenario azNotFound(Scenario healthy)
{
    return told(std::move(healthy), u"A script calls the Azure CLI, which is not installed"_s,
                u"/home/builder/add.sh: line 3: az: command not found"_s);
}

Scenario interactionRequired(Scenario healthy)
{
    return told(std::move(healthy), u"The administrator's sign-in wants a second step"_s,
                u"AADSTS50076: Due to a configuration change made by your administrator, or because you "
                "moved to a new location, you must use multi-factor authentication to access "
                "'499b84ac-1321-427f-aa17-267ca6975798'."_s);
}

Scenario deviceCodeNotCompleted(Scenario healthy)
{
    return told(std::move(healthy), u"The code for the sign-in was declined in the browser"_s,
                u"{\"error\":\"authorization_declined\",\"error_description\":\"The end-user declined the "
                "authorization request.\"}"_s);
}

Scenario registrationNotPublic(Scenario healthy)
{
    return told(std::move(healthy), u"The sign-in uses an app registration for programs with a secret"_s,
                u"AADSTS7000218: The request body must contain the following parameter: 'client_assertion' "
                "or 'client_secret'."_s);
}

Scenario appNotInTenant(Scenario healthy)
{
    return told(std::move(healthy), u"The sign-in names an application that the tenant does not have"_s,
                u"AADSTS700016: Application with identifier 'c0ffee11-2233-4455-8677-8899aabbccdd' was not "
                "found in the directory 'Contoso'."_s);
}

Scenario tenantIdWrong(Scenario healthy)
{
    return told(std::move(healthy), u"The sign-in names a tenant that does not exist"_s,
                u"AADSTS90002: Tenant '8c2f6a10-0000-4d55-9a31-0f1e2d3c4b5a' not found. Check to make sure "
                "you have the correct tenant ID and are signing into the correct cloud."_s);
}

Scenario tokenScopeInvalid(Scenario healthy)
{
    return told(std::move(healthy), u"A script asks for a scope without its end"_s,
                u"AADSTS70011: The provided value for the input parameter 'scope' is not valid. The scope "
                "499b84ac-1321-427f-aa17-267ca6975798 is not valid."_s);
}

Scenario clientCredentialRejected(Scenario healthy)
{
    return told(std::move(healthy), u"A leftover client secret was used and refused"_s,
                u"AADSTS7000215: Invalid client secret provided. Ensure the secret being sent in the request "
                "is the client secret value, not the client secret ID."_s);
}

Scenario consentMissing(Scenario healthy)
{
    return told(std::move(healthy), u"Nobody has allowed the program that is used for signing in"_s,
                u"AADSTS65001: The user or administrator has not consented to use the application with ID "
                "'872cd9fa-d31f-45e0-9eab-6e460a02d1f1' named 'Signet'."_s);
}

constexpr std::array scenarios{
    IdentityScenario{"healthy-arc"_L1, Outcome::Ready, healthyArc},
    IdentityScenario{"healthy-app-service"_L1, Outcome::Ready, healthyAppService},
    IdentityScenario{"healthy-scale-set"_L1, Outcome::Ready, healthyScaleSet},
    IdentityScenario{"healthy-functions"_L1, Outcome::Ready, healthyFunctions},
    IdentityScenario{"healthy-container-app"_L1, Outcome::Ready, healthyContainerApp},
    IdentityScenario{"healthy-automation"_L1, Outcome::Ready, healthyAutomation},
    IdentityScenario{"healthy-machine-learning"_L1, Outcome::Ready, healthyMachineLearning},
    IdentityScenario{"healthy-service-fabric"_L1, Outcome::Ready, healthyServiceFabric},
    IdentityScenario{"provider-asks-otherwise"_L1, Outcome::NotReady, providerAsksOtherwise},
    IdentityScenario{"arc-key-unreadable"_L1, Outcome::NotReady, arcKeyUnreadable},
    IdentityScenario{"arc-key-rejected"_L1, Outcome::NotReady, arcKeyRejected},
    IdentityScenario{"arc-key-too-large"_L1, Outcome::NotReady, arcKeyTooLarge},
    IdentityScenario{"arc-challenge-invalid"_L1, Outcome::NotReady, arcChallengeInvalid},
    IdentityScenario{"arc-agent-down"_L1, Outcome::NotReady, arcAgentDown},
    IdentityScenario{"appservice-env-missing"_L1, Outcome::NotReady, appServiceWithoutVariables},
    IdentityScenario{"identity-secret-rejected"_L1, Outcome::NotReady, secretRejected},
    IdentityScenario{"identity-endpoint-invalid"_L1, Outcome::NotReady, endpointInvalid},
    IdentityScenario{"identity-endpoint-leftover"_L1, Outcome::NotReady, endpointLeftover},
    IdentityScenario{"cloud-shell-user-not-mi"_L1, Outcome::NotReady, cloudShell},
    IdentityScenario{"service-fabric-thumbprint"_L1, Outcome::NotReady, fabricThumbprint},
    IdentityScenario{"imds-not-ready"_L1, Outcome::NotReady, notReady},
    IdentityScenario{"captive-portal"_L1, Outcome::NotReady, captivePortal},
    IdentityScenario{"docker-desktop-403"_L1, Outcome::NotReady, dockerDesktop},
    IdentityScenario{"not-imds"_L1, Outcome::NotReady, foreignService},
    IdentityScenario{"imds-blocked-by-msp"_L1, Outcome::NotReady, deniedByAgent},
    IdentityScenario{"identity-broken"_L1, Outcome::NotReady, brokenIdentity},
    IdentityScenario{"identity-endpoint-server-error"_L1, Outcome::NotReady, serverError},
    IdentityScenario{"identity-answer-malformed"_L1, Outcome::NotReady, malformedAnswer},
    IdentityScenario{"identity-endpoint-unclassified"_L1, Outcome::NotReady, unclassified},
    IdentityScenario{"hosted-agent-no-identity"_L1, Outcome::NotReady, hostedAgent},
    IdentityScenario{"container-bridge-no-imds"_L1, Outcome::NotReady, bridgedContainer},
    IdentityScenario{"aks-workload-identity-not-msi"_L1, Outcome::NotReady, workloadIdentity},
    IdentityScenario{"container-app-env-mismatch"_L1, Outcome::NotReady, containerAppWithoutVariables},
    IdentityScenario{"arc-env-not-loaded"_L1, Outcome::ReadyWithWarning, arcWithoutVariables},
    IdentityScenario{"arc-user-assigned-unsupported"_L1, Outcome::NotReady, arcUserAssigned},
    IdentityScenario{"selector-unsupported"_L1, Outcome::NotReady, selectorUnsupported},
    IdentityScenario{"legacy-vm-extension-endpoint"_L1, Outcome::NotReady, legacyExtension},
    IdentityScenario{"two-identity-endpoints"_L1, Outcome::ReadyWithWarning, twoEndpoints},
    IdentityScenario{"sovereign-cloud"_L1, Outcome::NotReady, sovereignCloud},
    IdentityScenario{"resource-not-in-tenant"_L1, Outcome::NotReady, resourceNotInTenant},
    IdentityScenario{"entra-app-blocked"_L1, Outcome::NotReady, entraAppBlocked},
    IdentityScenario{"token-expiry-unclear"_L1, Outcome::ReadyWithWarning, tokenExpiryUnclear},
    IdentityScenario{"token-not-decodable"_L1, Outcome::ReadyWithWarning, tokenNotDecodable},
    IdentityScenario{"imds-request-rejected"_L1, Outcome::ReadyWithWarning, requestRejected},
    IdentityScenario{"az-fallback-wrong-identity"_L1, Outcome::NotReady, azFallback},
    IdentityScenario{"az-msi-tenant-argument"_L1, Outcome::NotReady, azWithTenant},
    IdentityScenario{"az-username-flag-removed"_L1, Outcome::ReadyWithWarning, azUserNameFlag},
    IdentityScenario{"az-devops-ext-ignores-mi"_L1, Outcome::ReadyWithWarning, azDevOpsExtension},
    IdentityScenario{"az-no-subscriptions"_L1, Outcome::ReadyWithNote, azNoSubscriptions},
    IdentityScenario{"aad-token-as-basic"_L1, Outcome::ReadyWithWarning, tokenAsBasic},
    IdentityScenario{"token-expired-midrun"_L1, Outcome::ReadyWithWarning, tokenExpiredMidrun},
    IdentityScenario{"az-not-signed-in"_L1, Outcome::ReadyWithWarning, azNotSignedIn},
    IdentityScenario{"az-not-found"_L1, Outcome::ReadyWithWarning, azNotFound},
    IdentityScenario{"sign-in-interaction-required"_L1, Outcome::NotReady, interactionRequired},
    IdentityScenario{"device-code-not-completed"_L1, Outcome::ReadyWithWarning, deviceCodeNotCompleted},
    IdentityScenario{"app-registration-not-public"_L1, Outcome::NotReady, registrationNotPublic},
    IdentityScenario{"app-not-in-tenant"_L1, Outcome::NotReady, appNotInTenant},
    IdentityScenario{"tenant-id-wrong"_L1, Outcome::NotReady, tenantIdWrong},
    IdentityScenario{"token-scope-invalid"_L1, Outcome::NotReady, tokenScopeInvalid},
    IdentityScenario{"client-credential-rejected"_L1, Outcome::NotReady, clientCredentialRejected},
    IdentityScenario{"consent-missing"_L1, Outcome::NotReady, consentMissing},
};

} // namespace

std::span<const IdentityScenario> identityScenarios()
{
    return scenarios;
}

} // namespace signet::sandbox
