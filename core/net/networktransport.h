#pragma once

#include "core/net/http.h"

#include <QNetworkAccessManager>

#include <memory>

namespace signet {

// Requests over Qt's network stack, one access manager for each way out, made when first needed.
class NetworkTransport final : public HttpTransport {
public:
    NetworkTransport(const Host &host, const NetSettings &settings);
    ~NetworkTransport() override;

    QCoro::Task<Outcome> exchange(Request request, std::stop_token stop) override;
    void warmUp(const QList<QUrl> &addresses) override;

private:
    QNetworkAccessManager *manager(Way way);
    const QSslConfiguration &tls();
    // Where the request really goes: its own address, or the simulated Azure.
    QUrl destination(const QUrl &url) const;
    // The same for a request whose answer must come from one certificate: it stays https.
    QUrl destination(const Request &request) const;

    Host m_host;
    NetSettings m_settings;
    std::unique_ptr<QNetworkAccessManager> m_identityEndpoints;
    std::unique_ptr<QNetworkAccessManager> m_internet;
    std::unique_ptr<QSslConfiguration> m_tls;
};

} // namespace signet
