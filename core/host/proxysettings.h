#pragma once

#include "core/host/environment.h"

#include <QString>
#include <QUrl>

namespace signet {

// The proxy variables, read as Go's net/http reads them (golang.org/x/net/http/httpproxy), because
// that is what Terraform and its providers do: HTTP_PROXY or http_proxy for http addresses,
// HTTPS_PROXY or https_proxy for https ones (upper case first), NO_PROXY or no_proxy to leave hosts
// out. localhost and loopback addresses never go through a proxy; 169.254.169.254 does unless
// NO_PROXY lists it. A CGI process (REQUEST_METHOD is set) ignores HTTP_PROXY.
class ProxySettings {
public:
    ProxySettings() = default;
    explicit ProxySettings(const Environment &environment);

    // The proxy that Go's client would send this address through; an invalid URL when none.
    QUrl proxyFor(const QUrl &url) const;
    // Name of the variable that sets it ("HTTPS_PROXY"); empty if no proxy is used.
    QString variableFor(const QUrl &url) const;
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
};

} // namespace signet
