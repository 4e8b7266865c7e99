#include "core/findings/catalogue/stages.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// The way from the process to a token of the machine.
std::vector<Finding> endpointFindings()
{
    constexpr auto stage = "managed identity endpoint"_L1;
    return {
        {
            .id = finding::imdsUnreachable,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Nothing answers at %endpoint|169.254.169.254%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "On an Azure host the identity endpoint answers at once, so a firewall rule, "
                "a security agent, a VPN or a missing route stands between. Every program "
                "waits its own limit, so a run can look frozen for minutes."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding",
                                    "Ask the endpoint by hand, without a proxy, from the account that runs "
                                    "Terraform:"),
                  "curl -s --noproxy '*' --max-time 2 -o /dev/null -w '%%{http_code}' -H "
                  "Metadata:true http://169.254.169.254/metadata/versions",
                  Actor::You},
                 {QT_TRANSLATE_NOOP("Finding",
                                    "Allow 169.254.169.254, port 80, in the firewall and the route table of "
                                    "%vm|the machine%; this shows the way that packets take:"),
                  "ip route get 169.254.169.254", Actor::AzureAdmin}},
            .link = links::instanceMetadata,
            .match = {{.all = {"Max retries exceeded with url: /metadata/identity/oauth2/token"}},
                      {.all = {"connect ETIMEDOUT 169.254.169.254:80"}},
                      {.all = {"A socket operation was attempted to an unreachable network"}}},
        },
        {
            .id = finding::containerBridgeNoImds,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "This container cannot reach the identity endpoint of its host"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A bridge network does not forward link-local addresses, and the endpoint of "
                "an Arc server is the loopback address of the host, which no container sees. "
                "The identity works on the host and fails in the container."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Start the container with the network of its host:"),
                     "docker run --network host IMAGE terraform plan", Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"Failed to connect to 169.254.169.254 port 80: Connection refused"}}},
        },
        {
            .id = finding::dockerDesktop403,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Docker Desktop answers in place of the identity endpoint"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The 403 with the words \"connecting to 169.254.169.254\" is an answer of the "
                "proxy in Docker Desktop, not of Azure. There is no identity on this machine, "
                "and older versions of the provider stop at this answer."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding", "Turn use_msi off here and use the Azure CLI, or run on the Azure host:"),
                     "ARM_USE_MSI=false terraform plan", Actor::You}},
            .link = links::providerWithManagedIdentity,
            .match = {{.all = {"RESPONSE 403 connecting to 169.254.169.254:80", "unreachable network"}}},
        },
        {
            .id = finding::identityNotAssigned,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity is not assigned to %vm|this host%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The endpoint answered that it has no such identity: a user-assigned one was "
                "never assigned to the host, or the system-assigned one is switched off. A "
                "role in Azure or a membership in Azure DevOps does not attach it."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Switch the system-assigned identity of the host on, where that one is meant:"),
                     "az vm identity assign -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM%", Actor::AzureAdmin},
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Or assign a user-assigned identity by its resource id; the instances of a scale "
                         "set may need an upgrade afterwards:"),
                     "az vm identity assign -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM% --identities "
                     "RESOURCE_ID",
                     Actor::AzureAdmin}},
            .link = links::assignIdentity,
            .match = {{.all = {"the requested identity isn't assigned to this resource"}},
                      {.all = {"Get Token request returned http error: 400, reason: Bad Request"}},
                      {.all = {"No User Assigned or Delegated Managed Identity found for specified "
                               "ClientId/ResourceId/PrincipalId"}}},
        },
        {
            .id = finding::multipleIdentities,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The host has several identities, and none was named"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "There is no system-assigned identity and more than one user-assigned, so the "
                "endpoint refuses to choose. Pipelines often show only \"Bad Request\" of "
                "this."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Name the identity by its client id, in client_id or for one run:"),
                     "ARM_CLIENT_ID=%expectedClientId|CLIENT_ID% terraform plan", Actor::You}},
            .link = links::providerWithManagedIdentity,
            .match = {{.all = {"Multiple user assigned identities exist, please specify the clientId / "
                               "resourceId of the identity in the token request"}}},
        },
        {
            .id = finding::silentDefaultIdentity,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Another identity answers than the one that is meant"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The token is valid, but it belongs to %principal|another identity%, object id "
                "%objectId|not the expected one%. Without a client id the "
                "endpoint picks the system-assigned identity, or the only user-assigned one, "
                "and in a pod that of the node."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Name the identity by its client id, in client_id or for one run:"),
                     "ARM_CLIENT_ID=%expectedClientId|CLIENT_ID% terraform plan", Actor::You}},
            .link = links::providerWithManagedIdentity,
            .match = {{.all = {"The requested operation is not allowed"}}},
        },
        {
            .id = finding::objectIdAsClientId,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "client_id holds the object id of the identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The portal shows both ids side by side, but the endpoint wants the client "
                "id. It does not find an identity whose client id is %value|this object id%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Put the client id into client_id, or name it for one run:"),
                     "ARM_CLIENT_ID=%expectedClientId|CLIENT_ID% terraform plan", Actor::You},
                    {QT_TRANSLATE_NOOP("Finding", "This reads the client id in the directory:"),
                     "az ad sp show --id %value|OBJECT_ID% --query appId -o tsv", Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"the requested identity isn't assigned to this resource"}}},
        },
        {
            .id = finding::arcKeyUnreadable,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "This account may not read the key file of the Arc agent"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Arc proves that a caller is local by a key file that only administrators and "
                "one group may read: himds on Linux, \"Hybrid agent extension applications\" "
                "on Windows. Windows reports the file as not existing."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Add the account that runs Terraform to the group and start a new session:"),
                     "sudo usermod -aG himds %user|AGENT_USER%", Actor::You}},
            .link = links::arc,
            .match = {{.all = {"Cannot find path '", "\\AzureConnectedMachineAgent\\Tokens\\",
                               ".key' because it does not exist"}},
                      {.all = {"AzureConnectedMachineAgent", "permission denied"}},
                      {.all = {"azcmagent/tokens", "permission denied"}}},
        },
        {
            .id = finding::arcUserAssignedUnsupported,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "A client id on an Arc server switches the managed identity off"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "An Arc server has one system-assigned identity and takes no client id. The "
                "provider drops the managed identity without a word and asks the Azure CLI, "
                "so the message is about the CLI."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding", "Remove client_id, ARM_CLIENT_ID and AZURE_CLIENT_ID on this machine:"),
                     "env -u ARM_CLIENT_ID -u AZURE_CLIENT_ID terraform plan", Actor::You}},
            .link = links::arc,
            .match = {{.all = {"AzureCLICredential: Please run 'az login'"}},
                      {.all = {"Azure Arc doesn't support user-assigned managed identities"}}},
        },
        {
            .id = finding::imdsThrottled,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity endpoint gets too many requests"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Many plans, provider aliases or scripts on this host ask for tokens at the "
                "same time. The endpoint allows only few requests per second, and a timeout "
                "under load is often the same thing."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Lower the parallelism and start jobs at different times:"),
                     "terraform plan -parallelism=4", Actor::You}},
            .link = links::instanceMetadata,
            .match = {{.all = {"received HTTP status 429", "Temporarily throttled, too many requests"}},
                      {.all = {"managed identity timed out"}}},
        },
        {
            .id = finding::imdsNotReady,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity endpoint is not up yet"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A fresh container or app needs some seconds before its endpoint answers, and "
                "404 or 410 mean that the endpoint is being updated. An identity that was "
                "added after the container was created may need a new container."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Wait up to 70 seconds and ask again; create the container anew when it never "
                         "answers:"),
                     "signet identity", Actor::You}},
            .link = links::instanceMetadata,
            .match = {{.all = {"Failed to connect to 169.254.169.254 port 80: Connection timed out"}}},
        },
        {
            .id = finding::aksWorkloadIdentityNotMsi,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "AKS workload identity is not a managed identity endpoint"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The pod has a federated token file, which the provider reads only with "
                                  "use_oidc. use_msi in a pod reaches the identity of the node, or nothing."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Use OIDC with the file that the pod was given:"),
                     "ARM_USE_OIDC=true ARM_USE_MSI=false terraform plan", Actor::You}},
            .link = links::aksWorkloadIdentity,
            .match = {{.all = {"no token file specified. Check pod configuration"}}},
        },
        {
            .id = finding::identityBroken,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The identity behind this machine no longer exists in Entra"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The endpoint still knows the identity, but its service principal is gone "
                "from the tenant: the subscription changed its directory, or the identity was "
                "deleted. No token comes until the identity is assigned anew."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Remove the identity from the host and assign it again; its new object id must "
                         "then be added to %organization|the organization%:"),
                     "az vm identity remove -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM% && az vm "
                     "identity assign -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM%",
                     Actor::AzureAdmin}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"unauthorized_client", "AADSTS700016"}}},
        },
        {
            .id = finding::selectorUnsupported,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "The identity endpoint of this host does not take that selector"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Cloud Shell, Service Fabric and Azure Arc take no client, object or resource "
                "id; older App Service and Machine Learning endpoints take only a client id. "
                "Up to provider 1.10 this ends the run, from 1.11 the managed identity is "
                "dropped in silence."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Remove the selector, or use the client id where only that is taken:"),
                     "env -u ARM_CLIENT_ID -u AZURE_CLIENT_ID terraform plan", Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"API doesn't support user-assigned managed identities"}},
                      {.all = {"the Service Fabric API doesn't support specifying a user-assigned "
                               "identity at runtime"}}},
        },
        {
            .id = finding::imdsRequestRejected,
            .stage = stage,
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity endpoint refuses the form of the request"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The request lacks the header \"Metadata: true\", names an unknown "
                                  "api-version, or uses another method than the endpoint takes. Scripts and "
                                  "proxies that strip headers do this; the provider does not."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Compare with a correct request, which prints 200:"),
                     "curl -s --noproxy '*' -o /dev/null -w '%%{http_code}' -H Metadata:true "
                     "'http://169.254.169.254/metadata/identity/oauth2/"
                     "token?api-version=2018-02-01&resource=499b84ac-1321-427f-aa17-267ca6975798'",
                     Actor::You}},
            .link = links::instanceMetadata,
            .match = {{.all = {"Required metadata header not specified"}},
                      {.all = {"bad_request_102"}},
                      {.all = {"api-version is invalid or was not specified"}}},
        },
        {
            .id = finding::identityEndpointUnclassified,
            .stage = stage,
            .severity = Severity::Blocker,
            .nature = Nature::Symptom,
            .causes = {finding::identityNotAssigned, finding::multipleIdentities,
                       finding::imdsRequestRejected, finding::identityBroken},
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "The identity endpoint refuses for a reason that is not documented"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The endpoint answered and said no, but its text fits no known reason: "
                                  "%serviceMessage|the raw text is in the report%. It is probably one of the "
                                  "usual reasons in other words."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Read the raw text, and ask once without a selector to see whether any "
                         "identity answers:"),
                     "signet identity --verbose", Actor::You}},
            .link = links::managedIdentityTokens,
        },
        {
            .id = finding::identityEndpointServerError,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity endpoint itself fails"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The endpoint could not get a token from Entra: a passing outage, an "
                "unhealthy identity, or a malformed resource. The provider repeats for up to "
                "two minutes before it says so."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Repeat in a minute:"), "signet identity", Actor::You},
                    {QT_TRANSLATE_NOOP("Finding", "Assign the identity again when the error stays:"),
                     "az vm identity assign -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM% --identities "
                     "%resourceId|RESOURCE_ID%",
                     Actor::AzureAdmin}},
            .link = links::instanceMetadata,
            .match = {{.all = {"Failed to retrieve token from the Active directory"}},
                      {.all = {"An unexpected error occured while fetching the AAD Token"}}},
        },
        {
            .id = finding::notImds,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "Something that is not Azure answers at %endpoint|the identity address%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The metadata service of another cloud, an old pod identity agent or a "
                "redirect answers there, and what it says is no token. The provider repeats "
                "for up to two minutes, or goes on to the Azure CLI."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Run Terraform on an Azure host or an Arc server, or turn use_msi off here:"),
                     "ARM_USE_MSI=false terraform plan", Actor::You}},
            .link = links::providerWithManagedIdentity,
            .match = {{.all = {"error parsing the json error",
                               "expires_in and expires_on are both missing"}}},
        },
        {
            .id = finding::imdsBlockedByMsp,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The Metadata Security Protocol keeps this process from the identity endpoint"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The guest proxy agent of the VM lets only listed users and programs reach "
                                  "the endpoint. Its refusal has no text, so no client can name the reason."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding",
                                    "Add the account or the program that runs Terraform to the allow list of "
                                    "%vm|the VM%; the agent logs what it refused:"),
                  "sudo tail -n 20 /var/lib/azure-proxy-agent/ProxyAgent.Connection.log", Actor::AzureAdmin}},
            .link = links::metadataSecurityProtocol,
        },
        {
            .id = finding::arcAgentDown,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The Azure Arc agent does not listen"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The machine is set up for Arc, but nothing listens on port 40342. The himds "
                "service is stopped, expired or being updated."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Start the agent and look at its state:"),
                     "sudo systemctl restart himdsd && azcmagent show", Actor::You}},
            .link = links::arc,
            .match = {{.all = {"127.0.0.1:40342", "refused"}}, {.all = {"localhost:40342", "refused"}}},
        },
        {
            .id = finding::arcChallengeInvalid,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The Arc port answers, but not as the Arc agent does"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The first call must get a 401 that names a key file. Another program listens "
                "on port 40342, a proxy answers for localhost, or the agent is damaged."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Find out which program listens on the port, and add localhost and 127.0.0.1 "
                         "to NO_PROXY:"),
                     "sudo ss -ltnp 'sport = :40342'", Actor::You}},
            .link = links::arc,
            .match = {{.all = {"expected a 401 response, received"}},
                      {.all = {"did not receive a value from WWW-Authenticate header"}}},
        },
        {
            .id = finding::arcKeyRejected,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The Arc challenge names a file that must not be read"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The answer points outside the token folder of the agent, to a link, to "
                                  "another kind of file, or to one over 4096 bytes: %path|see the report%. A "
                                  "genuine agent never does that, so nothing was read and nothing was sent."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Check which program listens on port 40342, and repair the agent:"),
                     "sudo ss -ltnp 'sport = :40342'", Actor::You}},
            .link = links::arc,
            .match = {{.all = {"invalid file path, expected"}}},
        },
        {
            .id = finding::serviceFabricThumbprint,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "The certificate of the Service Fabric endpoint is not the announced one"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The endpoint uses a certificate of its own that is known only by "
                                  "IDENTITY_SERVER_THUMBPRINT, and the two do not match. The variable is "
                                  "malformed, of another node, or older than the certificate; the secret was "
                                  "not sent."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Restart the service so that it gets the variables of its own node; this shows "
                         "the certificate that the endpoint has:"),
                     "openssl s_client -connect localhost:2377 < /dev/null 2>&1 | openssl x509 -noout "
                     "-fingerprint -sha1",
                     Actor::You},
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Renew the managed identity settings of the Service Fabric application when a "
                         "restart does not help, under Azure portal > the cluster > Applications."),
                     nullptr, Actor::AzureAdmin}},
            .link = links::serviceFabric,
            .match = {{.all = {"x509", "localhost:2377"}}},
        },
        {
            .id = finding::identitySecretRejected,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The identity endpoint refuses the secret from the environment"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "IDENTITY_HEADER, MSI_SECRET or the Arc key is not the one that the endpoint "
                "expects. It changed at a restart, or was copied from another instance or "
                "shell."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Start the process again from the own environment of the host; without copied "
                         "variables it is:"),
                     "env -u IDENTITY_ENDPOINT -u IDENTITY_HEADER -u MSI_ENDPOINT -u MSI_SECRET "
                     "terraform plan",
                     Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"SecretHeaderNotFound"}}},
        },
        {
            .id = finding::legacyVmExtensionEndpoint,
            .stage = stage,
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The retired VM extension on port 50342 is asked for tokens"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "An old client or MSI_ENDPOINT points to the managed identity VM extension, "
                "which no longer exists. The endpoint of the machine is 169.254.169.254."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Unset MSI_ENDPOINT:"), "unset MSI_ENDPOINT", Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"unknown_source"}}},
        },
        {
            .id = finding::identityAnswerMalformed,
            .stage = stage,
            .severity = Severity::Blocker,
            .nature = Nature::Symptom,
            .causes = {finding::notImds, finding::captivePortal, finding::proxyEatsImds},
            .title = QT_TRANSLATE_NOOP("Finding", "The identity endpoint says 200, but sends no token"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The answer is empty, no JSON, too large, or has no access_token. A genuine "
                "endpoint does not do this, so something else answers or changes the answer "
                "on its way."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Look at who answered, then correct the proxy or the route:"),
                     "signet identity --verbose", Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"error parsing the json error"}},
                      {.all = {"unsupported type received in expires_on"}}},
        },
    };
}

} // namespace signet::chapters
