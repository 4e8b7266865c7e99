#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <chrono>
#include <utility>

namespace signet {

// How far a request got. Every value except Answered means that there is no complete response.
enum class Delivery {
    Answered,
    NotSent, // refused by our own rules before anything left the program
    Stopped, // stopped on request
    HostNotFound, // the name does not resolve
    ConnectionRefused, // ECONNREFUSED / 10061
    ConnectionReset, // ECONNRESET / 10054, before an answer
    HostUnreachable, // EHOSTUNREACH / 10065
    NetworkUnreachable, // ENETUNREACH / 10051
    AccessDenied, // EACCES, EPERM / 10013: blocked by a local rule
    ConnectTimeout,
    ReadTimeout,
    TlsPeerRejected, // the server's certificate is not trusted; no request was sent
    ProxyFailed, // the person's proxy did not accept the request
    BodyTooLarge, // the response was cut at the limit
    ProtocolError, // the response is not HTTP
    Failed, // none of these; see errorText
};

// "answered", "connection_refused", "timeout_connect" ...: the words of reports and test vectors.
QLatin1StringView toString(Delivery delivery);
// The reverse; Failed for a word that is unknown.
Delivery deliveryFromString(QStringView word);

struct Reply {
    Delivery delivery = Delivery::Failed;
    QString errorText; // of the library, for evidence; not for people
    int status = 0;
    QByteArray reason; // phrase of the status line
    QList<std::pair<QByteArray, QByteArray>> headers; // names as received
    QByteArray body;
    int repetitions = 0; // tries after the first
    std::chrono::milliseconds waited{0}; // between the tries

    bool answered() const { return delivery == Delivery::Answered; }
    // First header of that name, without regard to case; empty when absent.
    QByteArray header(QByteArrayView name) const;
    QList<QByteArray> allHeaders(QByteArrayView name) const;
    // Seconds of a Retry-After header, -1 when absent or given as a date.
    int retryAfter() const;
    // Id that support asks for: ActivityId or X-VSS-E2EID of Azure DevOps, x-ms-request-id of Azure.
    QString activityId() const;
};

} // namespace signet
