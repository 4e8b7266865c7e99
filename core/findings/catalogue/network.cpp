#include "core/findings/catalogue/stages.h"

#include "core/findings/catalogue/links.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet::chapters {

// What stands between the machine and the services.
std::vector<Finding> networkFindings()
{
    constexpr auto stage = "network/TLS/proxy"_L1;
    return {
        {
            .id = finding::proxyEatsImds,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "A proxy gets the requests for the identity endpoint"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "%variable|A proxy% is set and %host|169.254.169.254% is not excepted, so Terraform, the "
                "Azure CLI and the libraries of Azure send the request for a token to %proxy|that proxy%, "
                "which cannot reach an address that only this machine can. Signet itself asks without a "
                "proxy. Azure DevOps may well need that proxy, which hides the cause."),
            .fix = {{QT_TRANSLATE_NOOP("Finding",
                                       "Except the local addresses in the environment of this process:"),
                     "export NO_PROXY=\"$NO_PROXY\",%host|169.254.169.254%,localhost,127.0.0.1", Actor::You}},
            .link = links::instanceMetadata,
            .match = {{.all = {"400 Fail to directly connect with 169.254.169.254"}},
                      {.all = {"ManagedIdentityCredential authentication failed: Service request "
                               "failed. Status: 502"}}},
        },
        {
            .id = finding::tlsInterception,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "A certificate on the way to %host|Azure DevOps% is not trusted"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A company gateway opens encrypted traffic and signs it with its own "
                "authority. Browser and curl may trust it, while Terraform, the Azure CLI and "
                "git each read another store, and containers have none."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Add the certificate authority to the system store, and point the tools there:"),
                     "export SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt "
                     "REQUESTS_CA_BUNDLE=/etc/ssl/certs/ca-certificates.crt",
                     Actor::You}},
            .link = links::allowedHosts,
            .match = {{.all = {"x509: certificate signed by unknown authority"}},
                      {.all = {"SSL certificate problem: unable to get local issuer certificate"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding",
                                      "A certificate on the way to %host|Azure DevOps% is not trusted"),
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "A company gateway opens encrypted traffic and signs it with its own authority, "
                        "which this machine does not trust for Signet. Nothing was sent."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Trust the authority of the gateway for the command with --ca-file, "
                                        "or for all of this shell:"),
                      "export SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt", Actor::You}}},
        },
        {
            .id = finding::firewallMissingHosts,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding", "%host|A sister host of dev.azure.com% cannot be reached"),
            .cause =
                QT_TRANSLATE_NOOP("Finding",
                                  "Identities, entitlements and releases live on other hosts than "
                                  "dev.azure.com, and the firewall does not let them through. A plan works "
                                  "until the first resource that needs one."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Open *.dev.azure.com and *.visualstudio.com in the firewall; this tries one "
                         "of them:"),
                     "curl -sS -o /dev/null --max-time 10 https://%host|vssps.dev.azure.com%", Actor::You}},
            .link = links::allowedHosts,
            .match = {{.all = {"An existing connection was forcibly closed by the remote host"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding", "%host|A sister host of dev.azure.com% cannot be reached"),
                    QT_TRANSLATE_NOOP(
                        "Finding",
                        "Members, licences and groups live on other hosts than dev.azure.com, and something "
                        "on the way does not let this machine through to them. Nothing was changed there."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Open *.dev.azure.com and *.visualstudio.com in the firewall or the "
                                        "proxy; this tries one of them:"),
                      "curl -sS -o /dev/null --max-time 10 https://%host|vssps.dev.azure.com%", Actor::You}}},
        },
        {
            .id = finding::captivePortal,
            .stage = stage,
            .severity = Severity::Blocker,
            .title = QT_TRANSLATE_NOOP("Finding",
                                       "A sign-in or block page answers in place of the identity endpoint"),
            .cause = QT_TRANSLATE_NOOP(
                "Finding",
                "A guest network or a web filter answers every address with a page of its "
                "own, the identity endpoint too. So this machine is not on an Azure network, "
                "or something stands between."),
            .fix = {{QT_TRANSLATE_NOOP(
                         "Finding",
                         "Leave that network or sign in to it, and run on the Azure host; this shows "
                         "what answers:"),
                     "curl -s --noproxy '*' -o /dev/null -w '%%{http_code} %%{content_type}' -H "
                     "Metadata:true http://169.254.169.254/metadata/versions",
                     Actor::You}},
            .link = links::instanceMetadata,
            .match = {{.all = {"ManagedIdentityCredential", "invalid character '<'"}},
                      {.all = {"ManagedIdentityCredential", "Unexpected response content"}},
                      {.all = {"Unexpected response content"}}},
            .toAdministrator =
                AdministratorWords{
                    QT_TRANSLATE_NOOP("Finding",
                                      "A page of something else answers in place of %host|Azure DevOps%"),
                    QT_TRANSLATE_NOOP("Finding",
                                      "A guest network, a proxy or a web filter answers with a page of its "
                                      "own, so what Azure DevOps would say is not known."),
                    {{QT_TRANSLATE_NOOP("Finding",
                                        "Sign in to that network, or leave it, and see what answers:"),
                      "curl -s -o /dev/null -w '%%{http_code} %%{content_type}' "
                      "https://%host|dev.azure.com%/",
                      Actor::You}}},
        },
    };
}

} // namespace signet::chapters
