#include "core/findings/pasted/scope.h"

#include "core/findings/phrases.h"

#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// An error with its frame and the place in the configuration. Longer statements are logs.
constexpr int mostLinesOfAnError = 25;
constexpr int linesAround = 3;

const Phrases &marksOfOurs()
{
    static const Phrases marks(
        {u"azuredevops"_s, u"azure devops"_s, u"dev.azure.com"_s, u"visualstudio.com"_s,
         u"metadata/identity"_s, u"499b84ac-1321-427f-aa17-267ca6975798"_s, u"managedidentitycredential"_s,
         u"himds"_s, u"azcmagent"_s, u"arm_use_msi"_s, u"identity_endpoint"_s, u"msi_endpoint"_s, u"vssps"_s,
         u"azure pipelines"_s, u"azureclicredential"_s, u"chainedtokencredential"_s},
        Phrases::Ends::WholeWords);
    return marks;
}

// Azure and Entra beside Azure DevOps: the same identity endpoint and the same directory, other rights.
const Phrases &marksOfAzure()
{
    static const Phrases marks({u"management.azure.com"_s, u"graph.microsoft.com"_s, u"azurerm"_s,
                                u"azuread"_s, u"azapi"_s, u"vault.azure.net"_s, u"core.windows.net"_s,
                                u"database.windows.net"_s, u"azurecr.io"_s, u"azure-api.net"_s,
                                u"servicebus.windows.net"_s, u"azmk8s.io"_s, u"microsoft.containerservice"_s,
                                u"graph api"_s},
                               Phrases::Ends::WholeWords);
    return marks;
}

const Phrases &marksOfOthers()
{
    static const Phrases marks({u"amazonaws.com"_s,
                                u"latest/meta-data"_s,
                                u"latest/api/token"_s,
                                u"169.254.170.2"_s,
                                u"ec2 metadata"_s,
                                u"ec2 imds"_s,
                                u"aws sdk"_s,
                                u"aws_access_key_id"_s,
                                u"sts.amazonaws"_s,
                                u"metadata.google"_s,
                                u"computemetadata"_s,
                                u"googleapis.com"_s,
                                u"google_application_credentials"_s,
                                u"gcloud"_s,
                                u"oraclecloud.com"_s,
                                u"aliyuncs.com"_s,
                                u"github.com"_s,
                                u"ghcr.io"_s,
                                u"githubusercontent.com"_s,
                                u"gitlab"_s,
                                u"gitlab.com"_s,
                                u"bitbucket.org"_s,
                                u"bitbucket"_s,
                                u"npmjs.org"_s,
                                u"docker.io"_s,
                                u"registry-1.docker.io"_s,
                                u"index.docker.io"_s,
                                u"quay.io"_s,
                                u"gcr.io"_s,
                                u"pypi.org"_s,
                                u"files.pythonhosted.org"_s,
                                u"api.nuget.org"_s,
                                u"nuget.org"_s,
                                u"https://registry.terraform.io"_s,
                                u"checkpoint-api.hashicorp"_s,
                                u"releases.hashicorp.com"_s,
                                u"app.terraform.io"_s,

                                u"hashicorp vault"_s,
                                u"postgres"_s,
                                u"postgresql"_s,
                                u"mysql"_s,
                                u"mongodb"_s,
                                u"redis"_s,
                                u"kafka"_s,
                                u"rabbitmq"_s,
                                u"elasticsearch"_s,
                                u"ldap"_s,
                                u"smtp"_s,
                                u"jenkins"_s,
                                u"artifactory"_s,
                                u"jfrog"_s,
                                u"sonarqube"_s,
                                u"sonarcloud"_s,
                                u"jira"_s,
                                u"atlassian"_s,
                                u"slack.com"_s,
                                u"datadog"_s,
                                u"grafana"_s,
                                u"cloudflare"_s,
                                u"digitalocean"_s,
                                u"snowflake"_s,
                                u"sharepoint"_s,
                                u"salesforce"_s,
                                u"api.openai.com"_s,
                                u"maven.apache.org"_s,
                                u"repo.maven"_s,
                                u"crates.io"_s,
                                u"rubygems.org"_s,
                                u"proxy.golang.org"_s,
                                u"kubernetes cluster unreachable"_s,
                                u"kubectl"_s,
                                u"unable to connect to the server"_s,
                                u"kube-apiserver"_s,
                                u"openstack"_s,
                                u"vsphere"_s},
                               Phrases::Ends::WholeWords);
    return marks;
}

// Pages that every program points to.
bool isDocumentation(QStringView host)
{
    static constexpr QLatin1StringView pages[] = {
        "aka.ms"_L1,  "microsoft.com"_L1, "terraform.io"_L1, "hashicorp.com"_L1, "opentofu.org"_L1,
        "curl.se"_L1, "curl.haxx.se"_L1,  "goo.gl"_L1,       "w3.org"_L1,        "schemas.xmlsoap.org"_L1};
    return std::ranges::any_of(pages,
                               [host](QLatin1StringView page) {
                                   return host == page
                                       || (host.endsWith(page)
                                           && host[host.size() - page.size() - 1] == u'.');
                               })
        && !host.startsWith("management."_L1) && !host.startsWith("graph."_L1);
}

// Hosts that a request goes to, beside those of Azure and of this machine.
QList<qsizetype> placesOfOtherHosts(const QString &text)
{
    static const QRegularExpression address(
        u"\\b[a-z]{2,8}://(?:[^/\\s\"'@]{0,80}@)?([a-z0-9][a-z0-9.-]{0,200})"_s);
    static const QRegularExpression ofAzure(u"(?:^|\\.)(?:azure\\.(?:com|us|cn|net)|windows\\.net|"
                                            u"microsoftonline\\.(?:com|us|de)|chinacloudapi\\.cn|"
                                            "usgovcloudapi\\.net|visualstudio\\.com|azurewebsites\\.net|"
                                            "azureedge\\.net|azmk8s\\.io|azurecr\\.io)$|"
                                            "^(?:localhost|127\\.|169\\.254\\.169\\.254|proxy\\b)"_s);
    QList<qsizetype> places;
    for (auto match = address.globalMatch(text); match.hasNext();) {
        const QRegularExpressionMatch next = match.next();
        const QString host = next.captured(1);
        if (host.contains(u'.') && !isDocumentation(host) && !ofAzure.match(host).hasMatch())
            places.append(next.capturedStart());
    }
    return places;
}

// Another cloud's metadata service stands at the same address.
const QRegularExpression &otherCloud()
{
    static const QRegularExpression marks(
        u"\\b(?:aws[_-][a-z_-]{2,40}|s3|lambda|ec2[a-z]{0,8}|gce|google[a-z_]{0,20}|amazon)\\b"_s);
    return marks;
}

// The provider whose block, resource or data source Terraform names.
QString providerIn(const QString &text)
{
    static const QRegularExpression place(
        u"(?:in |\\b)provider \"([a-z0-9-]{1,40})\"|provider\\[\"[^\"]{0,80}/([a-z0-9-]{1,40})\"\\]|"
        "\\bwith (?:module\\.[^ ]{1,80}\\.)?(?:data\\.)?([a-z0-9]{1,30})_[a-z0-9_]{1,60}\\.|"
        "in (?:resource|data) \"([a-z0-9]{1,30})_"_s);
    const QRegularExpressionMatch match = place.match(text);
    return match.captured(1) + match.captured(2) + match.captured(3) + match.captured(4);
}

// Whether only Azure DevOps and its provider know the fault; the others every user of Azure can meet.
bool isOfAzureDevOps(const Finding &finding)
{
    static constexpr QLatin1StringView chapters[] = {"organization"_L1, "membership & licence"_L1,
                                                     "permissions"_L1, "terraform configuration"_L1,
                                                     "operations over time"_L1};
    // Every provider with OpenID Connect and every backend in a storage account has these.
    if (finding.id == finding::federatedSetupMismatch || finding.id == finding::backendAuthSeparate)
        return false;
    return std::ranges::find(chapters, finding.chapter) != std::end(chapters);
}

} // namespace

Scope::Scope(const Statement &statement)
    : m_statement(statement)
{
    const auto note = [&](Owner owner, const Phrases &marks) {
        for (const qsizetype at : marks.everyPlaceIn(statement.folded))
            m_lines[owner].append(statement.indexOfLineAt(at));
    };
    note(Ours, marksOfOurs());
    note(AzureAtLarge, marksOfAzure());
    note(Foreign, marksOfOthers());
    for (const qsizetype at : placesOfOtherHosts(statement.folded))
        m_lines[Foreign].append(statement.indexOfLineAt(at));
    for (auto match = otherCloud().globalMatch(statement.folded); match.hasNext();)
        m_lines[Foreign].append(statement.indexOfLineAt(match.next().capturedStart()));
    static const QStringList ofAzure{u"azurerm"_s, u"azuread"_s, u"azapi"_s};
    const QString provider = providerIn(statement.folded);
    m_ofOtherProvider = !provider.isEmpty() && provider != "azuredevops"_L1;
    m_ofOtherService = m_ofOtherProvider && !ofAzure.contains(provider);
    // A code of Azure DevOps or Entra is nobody else's.
    static const QRegularExpression code(u"\\b(?:tf\\d{5,7}|vs\\d{5,7}|aadsts\\d{4,8})\\b"_s);
    for (auto match = code.globalMatch(statement.folded); match.hasNext();)
        m_lines[Ours].append(statement.indexOfLineAt(match.next().capturedStart()));
}

bool Scope::names(Owner owner, int line) const
{
    if (m_statement.lines.size() <= mostLinesOfAnError)
        return !m_lines[owner].isEmpty();
    return std::ranges::any_of(m_lines[owner],
                               [line](int mark) { return std::abs(mark - line) <= linesAround; });
}

bool Scope::allows(const Finding &finding, qsizetype at) const
{
    const int line = m_statement.indexOfLineAt(at);
    // Arguments have the same names in several providers, and their resources need other rights.
    if (m_ofOtherService || (m_ofOtherProvider && isOfAzureDevOps(finding)))
        return false;
    if (names(Ours, line))
        return true;
    if (names(Foreign, line))
        return false;
    return !names(AzureAtLarge, line) || !isOfAzureDevOps(finding);
}

} // namespace signet
