#include "core/host/proxysettings.h"

#include "core/host/loopback.h"

#include <QHostAddress>
#include <QStringList>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

int portOf(const QUrl &url)
{
    return url.port(url.scheme() == "https"_L1 ? 443 : 80);
}

// "proxy.example:3128" means http; Go knows http, https, socks5 and socks5h.
QUrl parsedProxy(const QString &text)
{
    QUrl proxy(text, QUrl::StrictMode);
    if (!proxy.isValid() || proxy.host().isEmpty())
        proxy = QUrl(u"http://"_s + text, QUrl::StrictMode);
    return proxy.host().isEmpty() ? QUrl() : proxy;
}

bool entryCovers(const QString &entry, const QString &host, int port)
{
    if (entry == "*"_L1)
        return true;

    const auto subnet = QHostAddress::parseSubnet(entry);
    if (entry.contains(u'/') && subnet.second >= 0)
        return QHostAddress(host).isInSubnet(subnet);

    QString name = entry;
    const QString portText = entry.section(u':', -1);
    if (entry.count(u':') == 1) {
        bool isNumber = false;
        const int entryPort = portText.toInt(&isNumber);
        if (isNumber) {
            if (entryPort != port)
                return false;
            name = entry.section(u':', 0, 0);
        }
    }

    if (!QHostAddress(name).isNull())
        return QHostAddress(name) == QHostAddress(host);
    // ".example.com" and "*.example.com" cover the hosts below; "example.com" also covers itself.
    if (name.startsWith("*."_L1))
        name.remove(0, 1);
    if (name.startsWith(u'.'))
        return host.endsWith(name);
    return host == name || host.endsWith(u'.' + name);
}

} // namespace

ProxySettings::ProxySettings(const Environment &environment)
{
    const QString http = environment.firstSet({u"HTTP_PROXY"_s, u"http_proxy"_s});
    const QString https = environment.firstSet({u"HTTPS_PROXY"_s, u"https_proxy"_s});
    const QString none = environment.firstSet({u"NO_PROXY"_s, u"no_proxy"_s});
    if (!(http == "HTTP_PROXY"_L1 && environment.has(u"REQUEST_METHOD"_s)))
        m_http = {http, environment.value(http)};
    m_https = {https, environment.value(https)};
    m_noProxy = environment.value(none);
}

const ProxySettings::Setting &ProxySettings::settingFor(const QUrl &url) const
{
    return url.scheme() == "https"_L1 ? m_https : m_http;
}

bool ProxySettings::isExcluded(const QUrl &url) const
{
    const QString host = url.host().toLower();
    const QStringList entries = m_noProxy.toLower().split(u',', Qt::SkipEmptyParts);
    for (const QString &entry : entries) {
        const QString trimmed = entry.trimmed();
        if (!trimmed.isEmpty() && entryCovers(trimmed, host, portOf(url)))
            return true;
    }
    return false;
}

QUrl ProxySettings::proxyFor(const QUrl &url) const
{
    const QString value = settingFor(url).value;
    if (value.isEmpty() || isLoopback(url) || isExcluded(url))
        return {};
    return parsedProxy(value);
}

QString ProxySettings::variableFor(const QUrl &url) const
{
    return proxyFor(url).isValid() ? settingFor(url).variable : QString();
}

} // namespace signet
