#include "tests/sandbox/rawclient.h"

#include "tests/support/waitfor.h"

#include <QHostAddress>
#include <QJsonDocument>
#include <QNetworkProxy>

using namespace std::chrono_literals;

namespace signet::test {

QByteArray Reply::header(const QByteArray &name) const
{
    const QList<QByteArray> all = values(name);
    return all.isEmpty() ? QByteArray() : all.first();
}

QList<QByteArray> Reply::values(const QByteArray &name) const
{
    QList<QByteArray> result;
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            result.append(value);
    }
    return result;
}

QJsonObject Reply::json() const
{
    return QJsonDocument::fromJson(body).object();
}

RawClient::RawClient(quint16 port)
{
    m_socket.setProxy(QNetworkProxy::NoProxy);
    m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
}

void RawClient::send(const QByteArray &bytes)
{
    const bool connected =
        waitFor([this] { return m_socket.state() == QAbstractSocket::ConnectedState; }, 20s);
    if (!connected)
        qFatal("not connected");
    m_socket.write(bytes);
}

std::optional<Reply> RawClient::reply(bool toHead, int limit)
{
    Reply result;
    const auto take = [&] {
        m_input += m_socket.readAll();
        const qsizetype end = m_input.indexOf("\r\n\r\n");
        if (end < 0)
            return false;
        QList<QByteArray> lines = m_input.left(end).split('\n');
        const QByteArray first = lines.takeFirst().trimmed();
        if (!first.startsWith("HTTP/1.1 "))
            return false;
        result = {};
        result.status = first.mid(9, 3).toInt();
        result.reason = first.mid(13);
        for (const QByteArray &line : std::as_const(lines)) {
            const qsizetype colon = line.indexOf(':');
            result.headers.append(std::pair(line.left(colon), line.mid(colon + 1).trimmed()));
        }
        bool ok = false;
        qsizetype length = result.header("Content-Length").toLongLong(&ok);
        if (!ok && result.status != 204 && result.status != 100)
            return false;
        if (toHead)
            length = 0;
        if (m_input.size() < end + 4 + length)
            return false;
        result.body = m_input.mid(end + 4, length);
        m_input.remove(0, end + 4 + length);
        return true;
    };
    if (!waitFor(take, std::chrono::milliseconds(limit)))
        return std::nullopt;
    return result;
}

QByteArray RawClient::rest()
{
    m_input += m_socket.readAll();
    return m_input;
}

bool RawClient::closed(int limit)
{
    return waitFor([this] { return m_socket.state() == QAbstractSocket::UnconnectedState; },
                   std::chrono::milliseconds(limit));
}

std::optional<Reply> ask(const QUrl &server, const QByteArray &method, const QString &url,
                         const Headers &headers, const QByteArray &body)
{
    const QUrl target(url);
    QByteArray path = target.path(QUrl::FullyEncoded).toUtf8();
    if (path.isEmpty())
        path = "/";
    if (target.hasQuery())
        path += '?' + target.query(QUrl::FullyEncoded).toUtf8();
    QByteArray request = method + ' ' + path + " HTTP/1.1\r\nHost: " + target.host().toUtf8() + "\r\n";
    for (const auto &[name, value] : headers)
        request += name + ": " + value + "\r\n";
    if (!body.isEmpty())
        request += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    RawClient client(quint16(server.port()));
    client.send(request + "Connection: close\r\n\r\n" + body);
    return client.reply(method == "HEAD");
}

} // namespace signet::test
