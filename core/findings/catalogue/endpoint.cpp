#include "core/findings/catalogue/chapters.h"

#include "core/findings/catalogue/commands.h"
#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// The way from the process to a token of the machine.
std::vector<Finding> endpointFindings()
{
    constexpr auto chapter = "managed identity endpoint"_L1;
    return {
        {
            .id = finding::imdsUnreachable,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "No response from %endpoint|169.254.169.254%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "On an Azure host the identity endpoint responds immediately, so a firewall rule, security "
                "agent, VPN, or a missing route is blocking it. Each program waits for its own timeout, so a "
                "run can appear to hang for minutes."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Send a request to the endpoint by hand, without a proxy, from the "
                                       "account that runs Terraform:"),
                     {"curl -s --noproxy '*' --max-time 2 -o /dev/null -w '%%{http_code}' -H "
                      "Metadata:true http://169.254.169.254/metadata/versions",
                      "curl.exe -s --noproxy '*' --max-time 2 -o NUL -w '%%{http_code}' -H Metadata:true "
                      "http://169.254.169.254/metadata/versions"},
                     Actor::You},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Allow 169.254.169.254, port 80, in the firewall and the route table "
                                       "of %vm|the machine%. This command shows the route:"),
                     "ip route get 169.254.169.254", Actor::AzureAdmin}},
            .link = links::instanceMetadata,
            .match = {{.all = {"Max retries exceeded with url: /metadata/identity/oauth2/token"}},
                      {.all = {"connect ETIMEDOUT 169.254.169.254:80"}},
                      {.all = {"A socket operation was attempted to an unreachable network"}}},
            .identityFaults = {"imds_unreachable"_L1, "imds_refused"_L1, "imds_timeout"_L1,
                               "blocked_by_firewall"_L1},
        },
        {
            .id = finding::containerBridgeNoImds,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "This container cannot reach its host's identity endpoint"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "A bridge network does not forward link-local addresses, and an Arc "
                                       "server's endpoint is the host's loopback address, which no container "
                                       "can reach. The identity works on the host but not in the container."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Start the container with the host's network:"),
                     "docker run --network host IMAGE terraform plan", Actor::You},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Use the pod's workload identity, because the cluster may restrict a "
                                       "pod's access to IMDS:"),
                     commands::useWorkloadIdentity,
                     Actor::You,
                     StepAction::None,
                     {"aks-pod"_L1}}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"Failed to connect to 169.254.169.254 port 80: Connection refused"}}},
        },
        {
            .id = finding::dockerDesktop403,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "Docker Desktop responds in place of the identity endpoint"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The 403 response with \"connecting to 169.254.169.254\" comes from "
                                       "the Docker Desktop proxy, not from Azure. This machine has no "
                                       "identity, and older provider versions stop at this response."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Turn off use_msi here and use the Azure CLI, or run Terraform on the Azure host:"),
                     {"ARM_USE_MSI=false terraform plan", "Set-Item Env:ARM_USE_MSI false; terraform plan"},
                     Actor::You}},
            .link = links::providerWithManagedIdentity,
            .match = {{.all = {"RESPONSE 403 connecting to 169.254.169.254:80", "unreachable network"}}},
            .identityFaults = {"docker_desktop_proxy"_L1},
            .credentialSigns =
                {{"^managedidentitycredential: unexpected response \"connecting to 169\\.254\\.169\\.254",
                  0.9,
                  QT_TRANSLATE_NOOP("PastedText",
                                    "The answer “connecting to 169.254.169.254” is Docker Desktop's.")}},
        },
        {
            .id = finding::identityNotAssigned,
            .chapter = chapter,
            .actions = {FindingAction::AttachIdentity, FindingAction::AskAdministrator,
                        FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity is not assigned to %vm|this host%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The endpoint has no such identity: a user-assigned identity was "
                                       "never assigned to the host, or the system-assigned identity is off. "
                                       "Azure roles and Azure DevOps membership do not assign it."),
            .fix =
                {{QT_TRANSLATE_NOOP(
                      "Finding", "Turn on the host's system-assigned identity, if that is the intended one:"),
                  "az vm identity assign -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM%", Actor::AzureAdmin},
                 {QT_TRANSLATE_NOOP("Finding",
                                    "Assign a user-assigned identity by its resource id instead; scale "
                                    "set instances can then need an upgrade:"),
                  "az vm identity assign -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM% --identities "
                  "RESOURCE_ID",
                  Actor::AzureAdmin},
                 {QT_TRANSLATE_NOOP("Finding",
                                    "Assign the identity to the container app and create a new revision, "
                                    "because a running one does not get it:"),
                  {"az containerapp identity assign -g %resourceGroup|RESOURCE_GROUP% -n %resource|APP% "
                   "--user-assigned RESOURCE_ID && az containerapp revision copy -g "
                   "%resourceGroup|RESOURCE_GROUP% -n %resource|APP%",
                   "az containerapp identity assign -g %resourceGroup|RESOURCE_GROUP% -n %resource|APP% "
                   "--user-assigned RESOURCE_ID; if ($?) { az containerapp revision copy -g "
                   "%resourceGroup|RESOURCE_GROUP% -n %resource|APP% }"},
                  Actor::AzureAdmin,
                  StepAction::None,
                  {"container-apps"_L1}},
                 {QT_TRANSLATE_NOOP("Finding",
                                    "Set the identity's lifecycle to Main or All in the container app's "
                                    "identitySettings if it is None or Init, which may hide it:"),
                  "az containerapp show -g %resourceGroup|RESOURCE_GROUP% -n %resource|APP% --query "
                  "properties.configuration.identitySettings",
                  Actor::AzureAdmin,
                  StepAction::None,
                  {"container-apps"_L1}},
                 {QT_TRANSLATE_NOOP("Finding",
                                    "Turn on the system-assigned identity of this app and of this slot, or "
                                    "add --identities with a resource id for a user-assigned one:"),
                  "az webapp identity assign -g %resourceGroup|RESOURCE_GROUP% -n %resource|APP%",
                  Actor::AzureAdmin,
                  StepAction::None,
                  {"app-service"_L1, "functions"_L1}},
                 {QT_TRANSLATE_NOOP("Finding",
                                    "Declare the identity in the Service Fabric application's resource, and "
                                    "list it in the service's IdentityBindingPolicy: "
                                    "https://learn.microsoft.com/azure/service-fabric/"
                                    "how-to-deploy-service-fabric-application-system-assigned-managed-"
                                    "identity"),
                  nullptr,
                  Actor::AzureAdmin,
                  StepAction::None,
                  {"service-fabric"_L1}}},
            .link = links::assignIdentity,
            .match = {{.all = {"the requested identity isn't assigned to this resource"}},
                      {.all = {"Get Token request returned http error: 400, reason: Bad Request"}},
                      {.all = {"No User Assigned or Delegated Managed Identity found for specified "
                               "ClientId/ResourceId/PrincipalId"}}},
            .identityFaults = {"no_identity"_L1, "identity_not_assigned"_L1},
            .usual = true,
        },
        {
            .id = finding::multipleIdentities,
            .chapter = chapter,
            .actions = {FindingAction::ChooseIdentity, FindingAction::EditConfiguration},
            .severity = Severity::Blocker,
            .explainedBy = {finding::secondIdentityAppears},
            .title = QT_TRANSLATE_NOOP("Finding", "The host has several identities, and none is selected"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The host has more than one user-assigned identity and no system-assigned one, so the "
                "endpoint refuses to choose. Pipelines often show only \"Bad Request\"."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Specify the identity by its client id, in client_id or for one run:"),
                     {"ARM_CLIENT_ID=%expectedClientId|CLIENT_ID% terraform plan",
                      "Set-Item Env:ARM_CLIENT_ID %expectedClientId|CLIENT_ID%; terraform plan"},
                     Actor::You}},
            .link = links::providerWithManagedIdentity,
            .match = {{.all = {"Multiple user assigned identities exist, please specify the clientId / "
                               "resourceId of the identity in the token request"}}},
            .identityFaults = {"identity_ambiguous"_L1},
        },
        {
            .id = finding::silentDefaultIdentity,
            .chapter = chapter,
            .actions = {FindingAction::ChooseIdentity, FindingAction::EditConfiguration},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity endpoint returned an unexpected identity"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The token is valid but belongs to %principal|another identity% (object id "
                "%objectId|unknown%). Without a client id, the endpoint returns the system-assigned "
                "identity, the only user-assigned one, or, in a pod, the node's."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Specify the identity by its client id, in client_id or for one run:"),
                     {"ARM_CLIENT_ID=%expectedClientId|CLIENT_ID% terraform plan",
                      "Set-Item Env:ARM_CLIENT_ID %expectedClientId|CLIENT_ID%; terraform plan"},
                     Actor::You}},
            .link = links::providerWithManagedIdentity,
            .match = {{.all = {"The requested operation is not allowed"}}},
            .identityFaults = {"selector_ignored"_L1, "wrong_identity"_L1},
            .serviceErrors = {"identity-mismatch"_L1},
        },
        {
            .id = finding::identityUnnamed,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::ChooseIdentity},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "%principal|The identity% answers, but nothing selects it"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Without a client id, the endpoint returns the only user-assigned identity of the host. As "
                "soon as a second one is attached, it returns an error or another identity."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Write its client id into the provider block:"),
                     "signet terraform write --dir %directory|.% --client-id %clientId|CLIENT_ID%",
                     Actor::You}},
            .link = links::providerWithManagedIdentity,
        },
        {
            .id = finding::objectIdAsClientId,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::ChooseIdentity},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "client_id contains the identity's object id"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The portal shows both ids side by side, but the endpoint expects the "
                                  "client id. No identity has the client id %value|in the configuration%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Set client_id to the client id, or specify it for one run:"),
                     {"ARM_CLIENT_ID=%expectedClientId|CLIENT_ID% terraform plan",
                      "Set-Item Env:ARM_CLIENT_ID %expectedClientId|CLIENT_ID%; terraform plan"},
                     Actor::You},
                    {QT_TRANSLATE_NOOP("Finding", "Look up the client id in Microsoft Entra:"),
                     "az ad sp show --id %value|OBJECT_ID% --query appId -o tsv", Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"the requested identity isn't assigned to this resource"}}},
            .secondSign = {{"principal id", "principalid", "object id", "object_id"}, 0.3},
        },
        {
            .id = finding::arcKeyUnreadable,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "This account cannot read the Arc agent's key file"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "To prove that a caller is local, Arc uses a key file that only administrators and one group "
                "can read. The group is himds on Linux and \"Hybrid agent extension applications\" on "
                "Windows, where the file appears not to exist."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Add the account that runs Terraform to the group, then start a new session:"),
                     {"sudo usermod -aG himds %user|AGENT_USER%",
                      "Add-LocalGroupMember -Group 'Hybrid agent extension applications' -Member "
                      "%user|AGENT_USER%"},
                     Actor::You}},
            .link = links::arc,
            .match = {{.all = {"Cannot find path '", "\\AzureConnectedMachineAgent\\Tokens\\",
                               ".key' because it does not exist"}},
                      {.all = {"AzureConnectedMachineAgent", "permission denied"}},
                      {.all = {"azcmagent/tokens", "permission denied"}}},
            .identityFaults = {"arc_key_unreadable"_L1},
            .credentialSigns =
                {{"^managedidentitycredential: (?:failed to get metadata for|open) [^ ]{1,300}\\.key", 0.85,
                  QT_TRANSLATE_NOOP("PastedText",
                                    "ManagedIdentityCredential could not read the key file of Arc.")}},
        },
        {
            .id = finding::arcUserAssignedUnsupported,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "A client id disables the managed identity on Arc"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Azure Arc has supported user-assigned identities since August 2026, but the provider's "
                "library does not and accepts no client id on Arc servers. It silently drops the managed "
                "identity and tries the Azure CLI, so the error mentions the CLI."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding",
                                    "Remove client_id, ARM_CLIENT_ID, and AZURE_CLIENT_ID on this machine:"),
                  {"env -u ARM_CLIENT_ID -u AZURE_CLIENT_ID terraform plan",
                   "Remove-Item Env:ARM_CLIENT_ID, Env:AZURE_CLIENT_ID -ErrorAction Ignore; terraform plan"},
                  Actor::You}},
            .link = links::arc,
            .match = {{.all = {"AzureCLICredential: Please run 'az login'"}},
                      {.all = {"Azure Arc doesn't support user-assigned managed identities"}}},
        },
        {
            .id = finding::imdsThrottled,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity endpoint is throttling requests"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "Many plans, provider aliases, or scripts on this host request tokens "
                                       "at the same time. The endpoint allows only a few requests per "
                                       "second, and a timeout under load often has the same cause."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Lower the parallelism and start jobs at different times:"),
                     "terraform plan -parallelism=4", Actor::You}},
            .link = links::instanceMetadata,
            .match = {{.all = {"received HTTP status 429", "Temporarily throttled, too many requests"}},
                      {.all = {"managed identity timed out"}}},
            .identityFaults = {"throttled"_L1},
            .statusSigns = {{429, 0.85}},
        },
        {
            .id = finding::imdsNotReady,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity endpoint is not ready yet"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "A new container or app needs a few seconds before its endpoint responds; "
                                  "404 or 410 mean that the endpoint is being updated. An identity added "
                                  "after the container was created can require a new container."),
            .fix =
                {{QT_TRANSLATE_NOOP(
                      "Finding",
                      "Wait up to 70 seconds and check again; recreate the container if it never responds:"),
                  "signet identity", Actor::You}},
            .link = links::instanceMetadata,
            .match = {{.all = {"Failed to connect to 169.254.169.254 port 80: Connection timed out"}}},
            .identityFaults = {"imds_updating"_L1},
            .statusSigns = {{404, 0.6}, {410, 0.75}},
        },
        {
            .id = finding::aksWorkloadIdentityNotMsi,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "AKS workload identity is not a managed identity endpoint"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "The pod has a federated token file, which the provider reads only with "
                                  "use_oidc. In a pod, use_msi returns the node's identity or none."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Use OIDC, and set oidc_token_file_path to the pod's token file, in "
                                       "the provider block or for one run:"),
                     commands::useWorkloadIdentity, Actor::You}},
            .link = links::aksWorkloadIdentity,
            .match = {{.all = {"no token file specified. Check pod configuration"}}},
            .identityFaults = {"workload_identity_not_mi"_L1},
        },
        {
            .id = finding::identityBroken,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The machine's identity no longer exists in Microsoft Entra"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The endpoint still lists the identity, but its service principal is "
                                       "gone: the subscription moved to another tenant, or the identity was "
                                       "deleted. No token is issued until the identity is assigned again."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Remove the identity from the host and assign it again, then add its "
                                       "new object id to %organization|the organization%:"),
                     {"az vm identity remove -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM% && az vm "
                      "identity assign -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM%",
                      "az vm identity remove -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM%; if ($?) { az vm "
                      "identity assign -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM% }"},
                     Actor::AzureAdmin}},
            .link = links::managedIdentityTokens,
            .identityFaults = {"identity_broken"_L1},
        },
        {
            .id = finding::selectorUnsupported,
            .chapter = chapter,
            .actions = {FindingAction::EditConfiguration, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "This host's identity endpoint does not accept this selector"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Cloud Shell, Service Fabric, and Azure Arc accept no selector; older App Service and "
                "Machine Learning endpoints accept only a client id. The provider fails up to 1.10 and "
                "silently drops the managed identity since 1.11."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding",
                                    "Remove the selector, or use the client id if the endpoint accepts one:"),
                  {"env -u ARM_CLIENT_ID -u AZURE_CLIENT_ID terraform plan",
                   "Remove-Item Env:ARM_CLIENT_ID, Env:AZURE_CLIENT_ID -ErrorAction Ignore; terraform plan"},
                  Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"API doesn't support user-assigned managed identities"}},
                      {.all = {"the Service Fabric API doesn't support specifying a user-assigned "
                               "identity at runtime"}}},
            .identityFaults = {"selector_unsupported"_L1},
            .signs = {{"(?<!azure arc )doesn't support (?:specifying a )?user-assigned", 0.9,
                       QT_TRANSLATE_NOOP("PastedText", "The identity endpoint takes no such selector.")}},
        },
        {
            .id = finding::imdsRequestRejected,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Warning,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity endpoint rejects the format of the request"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The request lacks the header \"Metadata: true\", names an unknown "
                                       "api-version, or uses an unsupported method. Scripts and proxies that "
                                       "strip headers cause this; the provider does not."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Compare it with a correct request, which prints 200:"),
                     {"curl -s --noproxy '*' -o /dev/null -w '%%{http_code}' -H Metadata:true "
                      "'http://169.254.169.254/metadata/identity/oauth2/"
                      "token?api-version=2018-02-01&resource=499b84ac-1321-427f-aa17-267ca6975798'",
                      "curl.exe -s --noproxy '*' -o NUL -w '%%{http_code}' -H Metadata:true "
                      "'http://169.254.169.254/metadata/identity/oauth2/"
                      "token?api-version=2018-02-01&resource=499b84ac-1321-427f-aa17-267ca6975798'"},
                     Actor::You}},
            .link = links::instanceMetadata,
            .match = {{.all = {"Required metadata header not specified"}},
                      {.all = {"bad_request_102"}},
                      {.all = {"api-version is invalid or was not specified"}}},
            .identityFaults = {"missing_metadata_header"_L1, "bad_api_version"_L1, "bad_method"_L1},
        },
        {
            .id = finding::identityEndpointUnclassified,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .nature = Nature::Symptom,
            .causes = {finding::identityNotAssigned, finding::multipleIdentities,
                       finding::imdsRequestRejected, finding::identityBroken},
            .title = QT_TRANSLATE_NOOP("Finding", "The identity endpoint refused for an undocumented reason"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Its message matches no known reason: %serviceMessage|see the report for "
                                  "the text%. It is probably a known reason with different wording."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Read the raw text, then try once without a selector to check whether "
                                       "any identity responds:"),
                     "signet identity --verbose", Actor::You}},
            .link = links::managedIdentityTokens,
            .identityFaults = {"bad_request_unclassified"_L1},
            .credentialSigns =
                {{"^managedidentitycredential authentication failed\\. ?(?:get|post|-{4}|$)", 0.55,
                  QT_TRANSLATE_NOOP("PastedText",
                                    "ManagedIdentityCredential was refused without a reason.")}},
        },
        {
            .id = finding::identityEndpointServerError,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The identity endpoint returned a server error"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The endpoint could not get a token from Microsoft Entra because of "
                                       "an outage, an unhealthy identity, or a malformed resource. The "
                                       "provider retries for up to two minutes before it reports this."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Try again in a minute:"), "signet identity", Actor::You},
                    {QT_TRANSLATE_NOOP("Finding", "Assign the identity again if the error persists:"),
                     "az vm identity assign -g %resourceGroup|RESOURCE_GROUP% -n %vm|VM% --identities "
                     "%resourceId|RESOURCE_ID%",
                     Actor::AzureAdmin},
                    {QT_TRANSLATE_NOOP("Finding",
                                       "Check the requested resource: App Service and Service Fabric often "
                                       "return this error for a wrong resource or a trailing slash. This "
                                       "command requests the GUID of Azure DevOps:"),
                     "signet token --resource 499b84ac-1321-427f-aa17-267ca6975798",
                     Actor::You,
                     StepAction::None,
                     {"app-service"_L1, "functions"_L1, "service-fabric"_L1}}},
            .link = links::instanceMetadata,
            .match = {{.all = {"Failed to retrieve token from the Active directory"}},
                      {.all = {"An unexpected error occured while fetching the AAD Token"}}},
            .identityFaults = {"transient_server"_L1},
            .statusSigns = {{500, 0.75}, {503, 0.75}},
        },
        {
            .id = finding::notImds,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "Something other than Azure responds at %endpoint|the identity endpoint%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Another cloud's metadata service, an old pod identity agent, or a redirect responds there, "
                "without a token. The provider retries for up to two minutes, or tries the Azure CLI."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Run Terraform on an Azure host or an Azure Arc server, or turn off use_msi here:"),
                     {"ARM_USE_MSI=false terraform plan", "Set-Item Env:ARM_USE_MSI false; terraform plan"},
                     Actor::You}},
            .link = links::providerWithManagedIdentity,
            .match = {{.all = {"error parsing the json error",
                               "expires_in and expires_on are both missing"}}},
            .identityFaults = {"not_imds"_L1, "redirect_refused"_L1},
            .credentialSigns =
                {{"^managedidentitycredential(?:: error parsing the json error: expires_in and expires_on"
                  "| authentication failed\\. unsupported type received in expires_on)",
                  0.9,
                  QT_TRANSLATE_NOOP("PastedText",
                                    "ManagedIdentityCredential got a response without a token.")}},
            .statusSigns = {{404, 0.5}},
        },
        {
            .id = finding::imdsBlockedByMsp,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The Metadata Security Protocol blocks this process"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The VM's guest proxy agent lets only listed users and programs reach the identity endpoint. "
                "Its refusal contains no text, so clients cannot report the reason."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Add the account or program that runs Terraform to the allow list of "
                                       "%vm|the VM%. The agent logs what it refused:"),
                     {"sudo tail -n 20 /var/lib/azure-proxy-agent/ProxyAgent.Connection.log",
                      "Get-Content -Tail 20 C:\\WindowsAzure\\ProxyAgent\\Logs\\ProxyAgent.Connection.log"},
                     Actor::AzureAdmin}},
            .link = links::metadataSecurityProtocol,
            .identityFaults = {"blocked_by_msp"_L1},
            .statusSigns = {{403, 0.4}, {421, 0.7}},
        },
        {
            .id = finding::arcAgentDown,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The Azure Arc agent is not listening"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The machine is set up for Azure Arc, but nothing listens on port "
                                       "40342. The himds service is stopped, expired, or being updated."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Start the agent and check its status:"),
                     {"sudo systemctl restart himdsd && azcmagent show",
                      "Restart-Service himds; azcmagent show"},
                     Actor::You}},
            .link = links::arc,
            .match = {{.all = {"127.0.0.1:40342", "refused"}}, {.all = {"localhost:40342", "refused"}}},
            .identityFaults = {"arc_agent_down"_L1},
        },
        {
            .id = finding::arcChallengeInvalid,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Something other than the Arc agent uses its port"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The first request must return a 401 that names a key file. Another program listens on port "
                "40342, a proxy responds for localhost, or the agent is damaged."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Find out which program listens on the port, and add localhost and 127.0.0.1 "
                         "to NO_PROXY:"),
                     {"sudo ss -ltnp 'sport = :40342'",
                      "Get-NetTCPConnection -LocalPort 40342 -State Listen"},
                     Actor::You}},
            .link = links::arc,
            .match = {{.all = {"expected a 401 response, received"}},
                      {.all = {"did not receive a value from WWW-Authenticate header"}}},
            .identityFaults = {"arc_challenge_missing"_L1, "arc_challenge_malformed"_L1},
        },
        {
            .id = finding::arcKeyRejected,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "The Arc challenge names an unsafe key file"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "The file is outside the agent's token folder, is a link or another "
                                       "kind of file, or exceeds 4096 bytes: %path|see the report%. A "
                                       "genuine agent never does this, so nothing was read or sent."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Check which program listens on port 40342, and repair the agent:"),
                     {"sudo ss -ltnp 'sport = :40342'",
                      "Get-NetTCPConnection -LocalPort 40342 -State Listen"},
                     Actor::You}},
            .link = links::arc,
            .match = {{.all = {"invalid file path, expected"}}},
            .identityFaults = {"arc_key_path_rejected"_L1, "arc_key_too_large"_L1},
        },
        {
            .id = finding::serviceFabricThumbprint,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain, FindingAction::AskAdministrator},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "The Service Fabric endpoint presented an unexpected certificate"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The certificate does not match IDENTITY_SERVER_THUMBPRINT, so the secret was not sent. The "
                "variable is malformed, comes from another node, or is older than the certificate."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Restart the service so that it gets its own node's variables. This "
                                       "command shows the endpoint's certificate:"),
                     {"openssl s_client -connect localhost:2377 < /dev/null 2>&1 | openssl x509 -noout "
                      "-fingerprint -sha1",
                      "$client = [Net.Sockets.TcpClient]::new('localhost', 2377); $tls = "
                      "[Net.Security.SslStream]::new($client.GetStream(), $false, { $true }); "
                      "$tls.AuthenticateAsClient('localhost'); $tls.RemoteCertificate.GetCertHashString()"},
                     Actor::You},
                    {QT_TRANSLATE_NOOP(
                         "Finding",
                         "Renew the managed identity settings of the Service Fabric application if a restart "
                         "does not help, under Azure portal > the cluster > Applications."),
                     nullptr, Actor::AzureAdmin}},
            .link = links::serviceFabric,
            .match = {{.all = {"x509", "localhost:2377"}}},
            .identityFaults = {"sf_thumbprint_mismatch"_L1, "sf_thumbprint_invalid"_L1},
            .secondSign = {{"localhost:2377"}, 0.3},
        },
        {
            .id = finding::identitySecretRejected,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "The identity endpoint rejected the secret from the environment"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "IDENTITY_HEADER, MSI_SECRET, or the Arc key is not what the endpoint expects. It changed "
                "during a restart, or was copied from another instance or shell."),
            .fix =
                {{QT_TRANSLATE_NOOP("Finding",
                                    "Restart the process with the host's own environment, or run Terraform "
                                    "without the copied variables:"),
                  {"env -u IDENTITY_ENDPOINT -u IDENTITY_HEADER -u MSI_ENDPOINT -u MSI_SECRET "
                   "terraform plan",
                   "Remove-Item Env:IDENTITY_ENDPOINT, Env:IDENTITY_HEADER, Env:MSI_ENDPOINT, Env:MSI_SECRET "
                   "-ErrorAction Ignore; terraform plan"},
                  Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"SecretHeaderNotFound"}}},
            .identityFaults = {"secret_rejected"_L1},
            .statusSigns = {{401, 0.4}},
        },
        {
            .id = finding::legacyVmExtensionEndpoint,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Tokens are requested from the retired VM extension"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "An old client or MSI_ENDPOINT points to the managed identity VM extension on port 50342, "
                "which no longer exists. The machine's endpoint is 169.254.169.254."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Unset MSI_ENDPOINT:"),
                     {"unset MSI_ENDPOINT", "Remove-Item Env:MSI_ENDPOINT -ErrorAction Ignore"},
                     Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"unknown_source"}}},
            .identityFaults = {"legacy_endpoint"_L1},
        },
        {
            .id = finding::identityAnswerMalformed,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .nature = Nature::Symptom,
            .causes = {finding::notImds, finding::captivePortal, finding::proxyEatsImds},
            .title = QT_TRANSLATE_NOOP("Finding", "The identity endpoint returned 200 but no token"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The response is empty, not JSON, too large, or has no access_token. A genuine endpoint does "
                "not do this, so something else responds or changes the response."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Find out what responded, then correct the proxy or the route:"),
                     "signet identity --verbose", Actor::You}},
            .link = links::managedIdentityTokens,
            .match = {{.all = {"error parsing the json error"}},
                      {.all = {"unsupported type received in expires_on"}}},
            .identityFaults = {"malformed_json"_L1, "empty_body"_L1, "body_too_large"_L1,
                               "missing_access_token"_L1},
        },
        {
            .id = finding::providerCannotReadToken,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "The provider cannot read the identity endpoint's response"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The response has a token, but the provider's parser rejects it: %reason|it expects another "
                "form%. Signet and most other clients are less strict, so the same token works elsewhere."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Find out what responds, and update or remove what changes the response:"),
                     "signet identity --verbose", Actor::You}},
            .link = links::managedIdentityTokens,
        },
    };
}

} // namespace signet::chapters
