#include "core/net/reply.h"

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr std::array<std::pair<Transport, QLatin1StringView>, 16> words{{
    {Transport::Answered, "answered"_L1},
    {Transport::NotSent, "not_sent"_L1},
    {Transport::Stopped, "stopped"_L1},
    {Transport::HostNotFound, "host_not_found"_L1},
    {Transport::ConnectionRefused, "connection_refused"_L1},
    {Transport::ConnectionReset, "connection_reset"_L1},
    {Transport::HostUnreachable, "host_unreachable"_L1},
    {Transport::NetworkUnreachable, "network_unreachable"_L1},
    {Transport::AccessDenied, "access_denied"_L1},
    {Transport::ConnectTimeout, "timeout_connect"_L1},
    {Transport::ReadTimeout, "timeout_read"_L1},
    {Transport::TlsPeerRejected, "tls_peer_rejected"_L1},
    {Transport::ProxyFailed, "proxy_failed"_L1},
    {Transport::BodyTooLarge, "body_too_large"_L1},
    {Transport::ProtocolError, "protocol_error"_L1},
    {Transport::Failed, "failed"_L1},
}};

} // namespace

QLatin1StringView toString(Transport transport)
{
    for (const auto &[value, word] : words) {
        if (value == transport)
            return word;
    }
    Q_UNREACHABLE();
}

Transport transportFromString(QStringView word)
{
    for (const auto &[value, name] : words) {
        if (name == word)
            return value;
    }
    return Transport::Failed;
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
