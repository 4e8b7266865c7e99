#pragma once

#include "core/net/http.h"

#include <QTcpServer>
#include <QTcpSocket>

namespace signet {

// Sends the same bytes in answer to every request, and keeps the heads of the requests.
class LoopbackServer : public QTcpServer {
public:
    explicit LoopbackServer(const QByteArray &answer)
    {
        connect(this, &QTcpServer::newConnection, this, [this, answer] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket, answer] {
                m_received += socket->readAll();
                if (!m_received.endsWith("\r\n\r\n"))
                    return;
                heads.append(m_received);
                m_received.clear();
                socket->write(answer);
                if (answer.contains("Connection: close"))
                    socket->disconnectFromHost();
            });
        });
        listen(QHostAddress::LocalHost, 0);
    }

    // The way out to here, whatever the address of a request.
    NetSettings settings() const
    {
        NetSettings settings;
        settings.simulatedAzure = QUrl(QStringLiteral("http://127.0.0.1:%1").arg(serverPort()));
        return settings;
    }

    QList<QByteArray> heads;

private:
    QByteArray m_received;
};

} // namespace signet
