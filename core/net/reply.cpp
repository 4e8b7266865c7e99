#include "core/net/reply.h"

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr std::array<std::pair<Delivery, QLatin1StringView>, 16> words{{
    {Delivery::Answered, "answered"_L1},
    {Delivery::NotSent, "not_sent"_L1},
    {Delivery::Stopped, "stopped"_L1},
    {Delivery::HostNotFound, "host_not_found"_L1},
    {Delivery::ConnectionRefused, "connection_refused"_L1},
    {Delivery::ConnectionReset, "connection_reset"_L1},
    {Delivery::HostUnreachable, "host_unreachable"_L1},
    {Delivery::NetworkUnreachable, "network_unreachable"_L1},
    {Delivery::AccessDenied, "access_denied"_L1},
    {Delivery::ConnectTimeout, "timeout_connect"_L1},
    {Delivery::ReadTimeout, "timeout_read"_L1},
    {Delivery::TlsPeerRejected, "tls_peer_rejected"_L1},
    {Delivery::ProxyFailed, "proxy_failed"_L1},
    {Delivery::BodyTooLarge, "body_too_large"_L1},
    {Delivery::ProtocolError, "protocol_error"_L1},
    {Delivery::Failed, "failed"_L1},
}};

} // namespace

QLatin1StringView toString(Delivery delivery)
{
    for (const auto &[value, word] : words) {
        if (value == delivery)
            return word;
    }
    Q_UNREACHABLE();
}

Delivery deliveryFromString(QStringView word)
{
    for (const auto &[value, name] : words) {
        if (name == word)
            return value;
    }
    return Delivery::Failed;
}

QByteArray Reply::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (name.compare(key, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

QList<QByteArray> Reply::allHeaders(QByteArrayView name) const
{
    QList<QByteArray> values;
    for (const auto &[key, value] : headers) {
        // Qt joins repeated headers of one name by a line feed or a comma; the line feed is undone.
        if (name.compare(key, Qt::CaseInsensitive) == 0)
            values += value.split('\n');
    }
    return values;
}

int Reply::retryAfter() const
{
    bool isNumber = false;
    const int seconds = header("Retry-After").trimmed().toInt(&isNumber);
    return isNumber && seconds >= 0 ? seconds : -1;
}

QString Reply::activityId() const
{
    for (const char *name : {"ActivityId", "X-VSS-E2EID", "x-ms-request-id", "x-ms-correlation-request-id"}) {
        const QByteArray value = header(name);
        if (!value.isEmpty())
            return QString::fromLatin1(value.left(80));
    }
    return {};
}

} // namespace signet
