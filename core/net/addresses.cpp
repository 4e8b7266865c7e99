#include "core/net/addresses.h"

#include "core/host/loopback.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr auto resourceManagerHost = "management.azure.com"_L1;
constexpr auto graphHost = "graph.microsoft.com"_L1;

QUrl httpsUrl(const QString &host, const QString &path, const QUrlQuery &query)
{
    QUrl url;
    url.setScheme(u"https"_s);
    url.setHost(host);
    url.setPath(path.startsWith(u'/') ? path : u'/' + path, QUrl::DecodedMode);
    url.setQuery(query);
    return url;
}

} // namespace

QUrl imdsUrl(const QString &path, const QUrlQuery &query)
{
    QUrl url;
    url.setScheme(u"http"_s);
    url.setHost(imdsHost);
    url.setPath(path);
    url.setQuery(query);
    return url;
}

QString hostName(DevOpsHost host)
{
    switch (host) {
    case DevOpsHost::Core:
        return u"dev.azure.com"_s;
    case DevOpsHost::Graph:
        return u"vssps.dev.azure.com"_s;
    case DevOpsHost::Entitlements:
        return u"vsaex.dev.azure.com"_s;
    case DevOpsHost::Profile:
        return u"app.vssps.visualstudio.com"_s;
    }
    Q_UNREACHABLE();
}

QUrl devOpsUrl(DevOpsHost host, const QString &organization, const QString &path, const QUrlQuery &query)
{
    return httpsUrl(hostName(host), organization.isEmpty() ? path : organization + u'/' + path, query);
}

QLatin1StringView resourceOf(Resource resource)
{
    switch (resource) {
    case Resource::AzureDevOps:
        return azureDevOpsResource;
    case Resource::ResourceManager:
        return armResource;
    case Resource::MicrosoftGraph:
        return graphResource;
    }
    Q_UNREACHABLE();
}

QLatin1StringView toString(Resource resource)
{
    switch (resource) {
    case Resource::AzureDevOps:
        return "Azure DevOps"_L1;
    case Resource::ResourceManager:
        return "Azure Resource Manager"_L1;
    case Resource::MicrosoftGraph:
        return "Microsoft Graph"_L1;
    }
    Q_UNREACHABLE();
}

QUrl entraUrl(const QString &tenant, const QString &path, const QUrlQuery &query)
{
    return httpsUrl(u"login.microsoftonline.com"_s, tenant + u'/' + path, query);
}

QUrl resourceManagerUrl(const QString &path, const QUrlQuery &query)
{
    return httpsUrl(resourceManagerHost, path, query);
}

QUrl graphUrl(const QString &path, const QUrlQuery &query)
{
    return httpsUrl(graphHost, u"v1.0/"_s + path, query);
}

bool mayCarryToken(Resource resource, const QUrl &url)
{
    if (url.scheme() != "https"_L1 || !url.userInfo().isEmpty())
        return false;
    const QString host = url.host();
    switch (resource) {
    case Resource::AzureDevOps:
        return host == "dev.azure.com"_L1 || host.endsWith(".dev.azure.com"_L1)
            || host.endsWith(".visualstudio.com"_L1);
    case Resource::ResourceManager:
        return host == resourceManagerHost;
    case Resource::MicrosoftGraph:
        return host == graphHost;
    }
    Q_UNREACHABLE();
}

bool isIdentityEndpointAddress(const QUrl &url)
{
    return url.host() == imdsHost || isLoopback(url);
}

} // namespace signet
