#include "core/host/proxysettings.h"

#include "core/host/loopback.h"
#include "core/result/reason.h"

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
    // Go puts the scheme in front of what is no address, too, and takes its first part for the host.
    if (!text.contains("://"_L1) && (!proxy.isValid() || proxy.host().isEmpty()))
        proxy = QUrl(u"http://"_s + text, QUrl::StrictMode);
    return proxy.host().isEmpty() ? QUrl() : proxy;
}

// What Go's url.Parse fails on with and without a scheme in front. It goes on without a proxy then.
bool countsAsUnset(const QString &value)
{
    if (value.isEmpty() || value.startsWith(u' '))
        return true;
    for (const QChar c : value) {
        if (c.unicode() < 0x20 || c.unicode() == 0x7f)
            return true;
    }
    return false;
}

// The network of "169.254.0.0/16". Qt also reads shorter forms, which Go does not.
std::optional<std::pair<QHostAddress, int>> networkIn(const QString &entry)
{
    const QString address = entry.section(u'/', 0, 0);
    const bool isWhole = address.contains(u':') || address.count(u'.') == 3;
    auto network = QHostAddress::parseSubnet(entry);
    if (!entry.contains(u'/') || !isWhole || network.second < 0)
        return std::nullopt;
    return network;
}

// Likewise, "169.254" is a name in Go.
QHostAddress addressIn(const QString &text)
{
    return text.contains(u':') || text.count(u'.') == 3 ? QHostAddress(text) : QHostAddress();
}

bool entryCovers(const QString &entry, const QString &host, int port)
{
    if (entry == "*"_L1)
        return true;

    if (const auto network = networkIn(entry))
        return addressIn(host).isInSubnet(*network);

    // "host:port" and "[::1]:port"; an IPv6 address alone has more colons.
    QString name = entry;
    const bool isBracketed = entry.startsWith(u'[') && entry.contains("]:"_L1);
    if (entry.count(u':') == 1 || isBracketed) {
        const QString wanted = entry.section(u':', -1);
        name = entry.chopped(wanted.size() + 1);
        // Go compares the texts, so a port that is no number fits nothing.
        if (!wanted.isEmpty() && wanted != QString::number(port))
            return false;
        if (isBracketed)
            name = name.mid(1, name.size() - 2);
    }
    if (name.isEmpty())
        return false;

    if (const QHostAddress address = addressIn(name); !address.isNull())
        return address == addressIn(host);
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
    m_http = {http, environment.value(http)};
    m_https = {https, environment.value(https)};
    for (Setting *setting : {&m_http, &m_https}) {
        if (countsAsUnset(setting->value))
            *setting = {};
    }
    m_noProxy = environment.value(none);
    m_isCgi = environment.has(u"REQUEST_METHOD"_s);
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

std::optional<ProxySettings::Refusal> ProxySettings::refusalFor(const QUrl &url) const
{
    const Setting &setting = settingFor(url);
    if (setting.value.isEmpty())
        return std::nullopt;
    if (m_isCgi && url.scheme() != "https"_L1)
        return Refusal{
            setting.variable,
            reasonText(QT_TRANSLATE_NOOP("Reason", "REQUEST_METHOD is also set, as in a CGI program"))};
    if (isLoopback(url) || isExcluded(url) || parsedProxy(setting.value).isValid())
        return std::nullopt;
    return Refusal{setting.variable,
                   reasonText(QT_TRANSLATE_NOOP("Reason", "the value is not the address of a proxy"))};
}

QUrl ProxySettings::proxyFor(const QUrl &url) const
{
    const QString value = settingFor(url).value;
    if (value.isEmpty() || refusalFor(url) || isLoopback(url) || isExcluded(url))
        return {};
    return parsedProxy(value);
}

QString ProxySettings::variableFor(const QUrl &url) const
{
    return proxyFor(url).isValid() ? settingFor(url).variable : QString();
}

} // namespace signet
