#include "core/net/addresses.h"

#include <QHostAddress>

using namespace Qt::StringLiterals;

namespace signet {

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
    }
    Q_UNREACHABLE();
}

QUrl devOpsUrl(DevOpsHost host, const QString &organization, const QString &path, const QUrlQuery &query)
{
    QUrl url;
    url.setScheme(u"https"_s);
    url.setHost(hostName(host));
    url.setPath(organization.isEmpty() ? u'/' + path : u'/' + organization + u'/' + path, QUrl::DecodedMode);
    url.setQuery(query);
    return url;
}

bool mayCarryDevOpsToken(const QUrl &url)
{
    if (url.scheme() != "https"_L1 || !url.userInfo().isEmpty())
        return false;
    const QString host = url.host();
    return host == "dev.azure.com"_L1 || host.endsWith(".dev.azure.com"_L1)
        || host.endsWith(".visualstudio.com"_L1);
}

bool isLoopback(const QUrl &url)
{
    const QString host = url.host();
    return host == "localhost"_L1 || QHostAddress(host).isLoopback();
}

bool isIdentityEndpointAddress(const QUrl &url)
{
    return url.host() == imdsHost || isLoopback(url);
}

} // namespace signet
