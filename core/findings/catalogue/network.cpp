#include "core/findings/catalogue/chapters.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// What stands between the machine and the services.
std::vector<Finding> networkFindings()
{
    constexpr auto chapter = "network/TLS/proxy"_L1;
    return {
        {
            .id = finding::proxyEatsImds,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "Requests for the identity endpoint go to a proxy"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "%variable|A proxy variable% is set without an exception for %host|169.254.169.254%, so "
                "Terraform sends its token request to %proxy|the proxy%, which cannot reach that address. "
                "Signet bypasses the proxy, and Azure DevOps might need it, which hides the cause."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Exclude the local addresses in the environment of this process:"),
                     {"export NO_PROXY=\"$NO_PROXY\",%host|169.254.169.254%,localhost,127.0.0.1",
                      "Set-Item Env:NO_PROXY (@($env:NO_PROXY) + (Write-Output %host|169.254.169.254% "
                      "localhost 127.0.0.1) -join ',')"},
                     Actor::You}},
            .link = links::instanceMetadata,
            .match = {{.all = {"400 Fail to directly connect with 169.254.169.254"}},
                      {.all = {"ManagedIdentityCredential authentication failed: Service request "
                               "failed. Status: 502"}}},
            .identityFaults = {"forwarded_header_rejected"_L1, "proxy_in_path"_L1},
            .statusSigns = {{502, 0.75}, {504, 0.75}},
        },
        {
            .id = finding::providerRequestRefused,
            .chapter = chapter,
            .actions = {FindingAction::AskAdministrator, FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .explainedBy = {finding::orgUrlHasProject, finding::orgUrlWrong, finding::tlsInterception,
                            finding::htmlInsteadOfJson, finding::captivePortal},
            .exit = Exit::NotReachable,
            .title = QT_TRANSLATE_NOOP(
                "Finding", "Azure DevOps refuses %request|OPTIONS _apis%, Terraform's first step"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "The provider begins every run with OPTIONS _apis and GET _apis/ResourceAreas. A proxy or a "
                "firewall that lets only GET and POST through is the usual reason why %host|the host% "
                "answers "
                "%status|something else%."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Allow OPTIONS, PATCH, PUT, and DELETE for https://dev.azure.com "
                                       "and the other hosts of Azure DevOps."),
                     nullptr, Actor::AzureAdmin}},
            .link = links::allowedHosts,
        },
        {
            .id = finding::proxyValueRefused,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .title =
                QT_TRANSLATE_NOOP("Finding", "Terraform cannot use the value of %variable|a proxy variable%"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Every request that %variable|the variable% applies to fails, also through NO_PROXY in some "
                "cases: %reason|the value is not the address of a proxy%. Terraform and its providers read "
                "these variables as Go does."),
            .fix = {{QT_TRANSLATE_NOOP("Finding", "Correct the variable, or unset it for this process:"),
                     {"env -u %variable|HTTP_PROXY% terraform plan",
                      "Remove-Item Env:%variable|HTTP_PROXY%; terraform plan"},
                     Actor::You}},
            .link = links::instanceMetadata,
        },
        {
            .id = finding::tlsInterception,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .exit = Exit::NotReachable,
            .title = QT_TRANSLATE_NOOP("Finding", "A certificate for %host|Azure DevOps% is not trusted"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "A company gateway decrypts traffic and signs it with its own certificate "
                                  "authority. Browsers and curl can trust it while Terraform, the Azure CLI, "
                                  "git, and containers use other certificate stores."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Add the certificate authority to the system store, and point the tools to it:"),
                     {"export SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt "
                      "REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt",
                      "Import-Certificate -FilePath CA_FILE -CertStoreLocation Cert:\\LocalMachine\\Root"},
                     Actor::You}},
            .link = links::allowedHosts,
            .match = {{.all = {"x509: certificate signed by unknown authority"}},
                      {.all = {"SSL certificate problem: unable to get local issuer certificate"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "A certificate for %host|Azure DevOps% is not trusted"),
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "A company gateway decrypts traffic and signs it with its own certificate authority, "
                        "which Signet does not trust on this machine. Nothing was sent."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Trust the gateway's certificate authority for one command with "
                                        "--ca-file, or for this whole shell:"),
                      {"export SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt",
                       "Import-Certificate -FilePath CA_FILE -CertStoreLocation Cert:\\LocalMachine\\Root"},
                      Actor::You}}},
        },
        {
            .id = finding::firewallMissingHosts,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .exit = Exit::NotReachable,
            .title = QT_TRANSLATE_NOOP("Finding", "%host|A related Azure DevOps host% cannot be reached"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "Identities, entitlements, and releases use hosts other than dev.azure.com, and the firewall "
                "blocks them. A plan works until the first resource that needs one."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Open *.dev.azure.com and *.visualstudio.com in the firewall. This "
                                       "command tests one of them:"),
                     {"curl -sS -o /dev/null --max-time 10 https://%host|vssps.dev.azure.com%",
                      "curl.exe -sS -o NUL --max-time 10 https://%host|vssps.dev.azure.com%"},
                     Actor::You}},
            .link = links::allowedHosts,
            .match = {{.all = {"An existing connection was forcibly closed by the remote host"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "%host|A related Azure DevOps host% cannot be reached"),
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "Members, licenses, and groups use hosts other than dev.azure.com, and something on "
                        "the network blocks this machine's access to them. Nothing was changed there."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Open *.dev.azure.com and *.visualstudio.com in the firewall or the "
                                        "proxy. This command tests one of them:"),
                      {"curl -sS -o /dev/null --max-time 10 https://%host|vssps.dev.azure.com%",
                       "curl.exe -sS -o NUL --max-time 10 https://%host|vssps.dev.azure.com%"},
                      Actor::You}}},
        },
        {
            .id = finding::captivePortal,
            .chapter = chapter,
            .actions = {FindingAction::CheckAgain},
            .severity = Severity::Blocker,
            .exit = Exit::NotReachable,
            .title =
                QT_TRANSLATE_NOOP("Finding", "A sign-in or block page replaces %host|the identity endpoint%"),
            .cause = QT_TRANSLATE_NOOP("Finding",
                                       "A guest network or web filter responds to every address with its own "
                                       "page, including %host|the identity endpoint%. This machine is not on "
                                       "an Azure network, or something intercepts its traffic."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Leave that network or sign in to it, and run Terraform on the Azure "
                                       "host. This command shows what responds:"),
                     {"curl -s --noproxy 169.254.169.254 -o /dev/null -w '%%{http_code} %%{content_type}' -H "
                      "Metadata:true %url|http://169.254.169.254/metadata/versions%",
                      "curl.exe -s --noproxy 169.254.169.254 -o NUL -w '%%{http_code} %%{content_type}' -H "
                      "Metadata:true %url|http://169.254.169.254/metadata/versions%"},
                     Actor::You}},
            .link = links::instanceMetadata,
            .match = {{.all = {"ManagedIdentityCredential", "invalid character '<'"}},
                      {.all = {"ManagedIdentityCredential", "Unexpected response content"}},
                      {.all = {"Unexpected response content"}}},
            .identityFaults = {"captive_portal"_L1},
            .credentialSigns =
                {{"^managedidentitycredential(?:: error parsing the json error: invalid character '<'"
                  "| authentication failed\\. unexpected response content)",
                  0.9,
                  QT_TRANSLATE_NOOP("PastedText",
                                    "ManagedIdentityCredential got a web page as its response.")}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "A sign-in or block page replaces %host|Azure DevOps%"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "A guest network, proxy, or web filter responds with its own page, so "
                                      "the response of Azure DevOps is unknown."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Sign in to that network or leave it, then check what responds:"),
                      {"curl -s -o /dev/null -w '%%{http_code} %%{content_type}' "
                       "https://%host|dev.azure.com%/",
                       "curl.exe -s -o NUL -w '%%{http_code} %%{content_type}' "
                       "https://%host|dev.azure.com%/"},
                      Actor::You}}},
        },
    };
}

} // namespace signet::chapters
