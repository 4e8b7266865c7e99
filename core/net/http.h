#pragma once

#include "core/host/host.h"
#include "core/host/proxysettings.h"
#include "core/net/exchange.h"
#include "core/net/transport.h"

#include <QCoroTask>

#include <memory>
#include <stop_token>

namespace signet {

// How this program reaches the network.
struct NetSettings {
    // Certificate authorities in PEM that are trusted in addition to the system's (--ca-file, SSL_CERT_FILE).
    QByteArray extraAuthorities;
    // The person's proxy, for everything but identity endpoints.
    ProxySettings proxy;
    // Loopback address of a simulated Azure (core/sandbox). Every request goes there instead, with its
    // own Host header, so that nothing above this room knows of it; proxies are off.
    QUrl simulatedAzure;
    // The same over TLS, for requests that are bound to a certificate. Empty: these go to the other one, and
    // find no certificate there.
    QUrl simulatedAzureTls;
};

// The only place that sends requests. A handle: copies share connections and the record of exchanges, so a
// flow can keep one by value. Rules enforced here, whatever the caller does: redirects are never followed and
// cookies never stored; identity endpoints are reached only at the metadata address or loopback and never
// through a proxy; everything else uses https; a credential is sent only to hosts of its service; every wait
// and every response has a limit; a stop ends the current request.
class Http {
public:
    Http(const Host &host, const NetSettings &settings);
    Http(const Host &host, std::shared_ptr<HttpTransport> transport);

    // The same, with this name on every exchange: the id of the check that asks.
    Http withPurpose(const QString &purpose) const;

    // The same connections, with a record of exchanges that begins here.
    Http withOwnRecord() const;

    // Never fails: what went wrong is in the reply's transport. After a stop the reply is Stopped.
    QCoro::Task<Reply> send(Request request, std::stop_token stop) const;

    // Starts connecting to the hosts of these addresses, in the background.
    void warmUp(const QList<QUrl> &addresses) const;

    // Every try so far, in the order of their start.
    QList<Exchange> exchanges() const;

    const Host &host() const;

private:
    struct State;
    std::shared_ptr<State> m_state;
    QString m_purpose;
};

} // namespace signet
