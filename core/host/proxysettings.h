#pragma once

#include "core/host/environment.h"

#include <QString>
#include <QUrl>

#include <optional>

namespace signet {

// The proxy variables, read as Go's net/http reads them (golang.org/x/net/http/httpproxy), because
// that is what Terraform and its providers do: HTTP_PROXY or http_proxy for http addresses,
// HTTPS_PROXY or https_proxy for https ones (upper case first), NO_PROXY or no_proxy to leave hosts
// out. localhost and loopback addresses never go through a proxy; 169.254.169.254 does unless
// NO_PROXY lists it. In a CGI process (REQUEST_METHOD is set) Go refuses every http request while HTTP_PROXY
// is set, whatever NO_PROXY says. A value that is not the address of a proxy still becomes one, which does
// not exist; a value that Go cannot parse in any way (a control character, a blank in front) counts as unset.
class ProxySettings {
public:
    ProxySettings() = default;
    explicit ProxySettings(const Environment &environment);

    // The proxy that Go's client would send this address through; an invalid URL when none, or when the
    // request fails before.
    QUrl proxyFor(const QUrl &url) const;
    // Name of the variable that sets it ("HTTPS_PROXY"); empty if no proxy is used.
    QString variableFor(const QUrl &url) const;
    // Why every request to this address fails in Go by the value of a variable, and which one; nothing if it
    // does not.
    struct Refusal {
        QString variable;
        QString reason;
    };
    std::optional<Refusal> refusalFor(const QUrl &url) const;
    // Whether NO_PROXY leaves the address out.
    bool isExcluded(const QUrl &url) const;

private:
    struct Setting {
        QString variable;
        QString value;
    };
    const Setting &settingFor(const QUrl &url) const;

    Setting m_http;
    Setting m_https;
    QString m_noProxy;
    bool m_isCgi = false;
};

} // namespace signet
