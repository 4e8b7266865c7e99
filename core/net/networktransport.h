#pragma once

#include "core/net/http.h"

#include <QNetworkAccessManager>

#include <map>
#include <memory>
#include <utility>

namespace signet {

// Requests over Qt's network stack, one access manager for each way out and each host, made when first
// needed. Qt gives each manager a thread, and a TLS handshake takes milliseconds of it: with one manager for
// all hosts, the connections of a host would wait for the handshakes of the others.
class NetworkTransport final : public HttpTransport {
public:
    NetworkTransport(const Host &host, const NetSettings &settings);
    ~NetworkTransport() override;

    QCoro::Task<Outcome> exchange(Request request, std::stop_token stop) override;
    void warmUp(const QList<QUrl> &addresses) override;

private:
    QNetworkAccessManager *manager(Way way, const QString &host);
    const QSslConfiguration &tls();
    // Where the request really goes: its own address, or the simulated Azure.
    QUrl destination(const QUrl &url) const;
    // The same for a request whose answer must come from one certificate: it stays https.
    QUrl destination(const Request &request) const;

    Host m_host;
    NetSettings m_settings;
    std::map<std::pair<Way, QString>, std::unique_ptr<QNetworkAccessManager>> m_managers;
    std::unique_ptr<QSslConfiguration> m_tls;
};

} // namespace signet
