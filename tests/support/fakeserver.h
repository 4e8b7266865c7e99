#pragma once

#include <QHostAddress>
#include <QList>
#include <QTcpServer>
#include <QTcpSocket>
#include <QUrl>

#include <functional>

// A server that behaves as told: for each request head it gets, the next answer is sent as it is. An
// answer may also be silence or a reset. Counts connections and requests.
class FakeServer : public QTcpServer {
public:
    static inline const QByteArray silence = "(silence)";
    static inline const QByteArray reset = "(reset)";

    explicit FakeServer(QList<QByteArray> answers)
        : m_answers(std::move(answers))
    {
        if (!listen(QHostAddress::LocalHost))
            qFatal("cannot listen on loopback");
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            ++connections;
            connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
    }

    QUrl url(const QString &path = QStringLiteral("/")) const
    {
        return QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(serverPort()).arg(path));
    }

    static QByteArray answer(int status, const QByteArray &body, const QByteArray &headers = {})
    {
        return "HTTP/1.1 " + QByteArray::number(status)
            + " X\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n" + headers + "\r\n" + body;
    }

    int connections = 0;
    QList<QByteArray> requests; // heads, in the order they came
    QList<QByteArray> bodies; // of the same requests; empty where there was none
    std::function<void(int)> onRequest; // called with the number of the request, from 1

private:
    static qsizetype contentLength(const QByteArray &head)
    {
        const qsizetype at = head.toLower().indexOf("\r\ncontent-length:");
        if (at < 0)
            return 0;
        const qsizetype end = head.indexOf("\r\n", at + 17);
        return head.mid(at + 17, end < 0 ? -1 : end - at - 17).trimmed().toLongLong();
    }

    void read(QTcpSocket *socket)
    {
        QByteArray &buffer = m_buffers[socket];
        buffer += socket->readAll();
        qsizetype end = 0;
        while ((end = buffer.indexOf("\r\n\r\n")) >= 0) {
            const QByteArray head = buffer.left(end);
            const qsizetype length = contentLength(head);
            if (buffer.size() < end + 4 + length)
                return;
            requests.append(head);
            bodies.append(buffer.mid(end + 4, length));
            buffer.remove(0, end + 4 + length);
            // The last answer is repeated.
            const QByteArray next = m_answers.size() > 1 ? m_answers.takeFirst() : m_answers.first();
            if (onRequest)
                onRequest(int(requests.size()));
            if (next == reset) {
                // Closing with unread data pending makes the kernel send RST.
                socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
                socket->abort();
                return;
            }
            if (next != silence)
                socket->write(next);
        }
    }

    QList<QByteArray> m_answers;
    QHash<QTcpSocket *, QByteArray> m_buffers;
};
