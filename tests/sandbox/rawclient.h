#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QTcpSocket>
#include <QUrl>

#include <optional>
#include <utility>

namespace signet::test {

using Headers = QList<std::pair<QByteArray, QByteArray>>;

struct Reply {
    int status = 0;
    QByteArray reason;
    Headers headers;
    QByteArray body;

    QByteArray header(const QByteArray &name) const;
    QList<QByteArray> values(const QByteArray &name) const;
    QJsonObject json() const;
};

// A client that sends exactly the bytes it is told to, and takes answers apart without mercy: a
// missing Content-Length is a missing answer.
class RawClient {
public:
    explicit RawClient(quint16 port);

    void send(const QByteArray &bytes);
    // The next complete answer; nothing when none comes within the limit.
    std::optional<Reply> reply(bool toHead = false, int limit = 20000);
    // Everything that has come and was not taken by reply().
    QByteArray rest();
    // Waits for the other side to end the connection.
    bool closed(int limit = 20000);
    QTcpSocket &socket() { return m_socket; }

private:
    QTcpSocket m_socket;
    QByteArray m_input;
};

// One request on a connection of its own to the server at `server`; Host and path are those of `url`.
std::optional<Reply> ask(const QUrl &server, const QByteArray &method, const QString &url,
                         const Headers &headers = {}, const QByteArray &body = {});

} // namespace signet::test
