#include "tests/identity/vectorserver.h"

#include <QSslSocket>
#include <QTcpSocket>

#ifdef Q_OS_UNIX
#include <sys/socket.h>
#else
#include <winsock2.h>
#endif

QByteArray WireRequest::header(const QByteArray &name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

VectorServer::VectorServer(QList<WireAnswer> answers)
    : m_answers(std::move(answers))
{
    if (!listen(QHostAddress::LocalHost, 0))
        qFatal("no loopback port to listen on");
    connect(this, &QTcpServer::newConnection, this, &VectorServer::serve);
}

void VectorServer::incomingConnection(qintptr descriptor)
{
    if (!m_tls) {
        QTcpServer::incomingConnection(descriptor);
        return;
    }
    auto *socket = new QSslSocket(this);
    socket->setSslConfiguration(*m_tls);
    socket->setSocketDescriptor(descriptor);
    socket->startServerEncryption();
    addPendingConnection(socket);
}

QUrl VectorServer::address() const
{
    QUrl url;
    url.setScheme(QStringLiteral("http"));
    url.setHost(QStringLiteral("127.0.0.1"));
    url.setPort(serverPort());
    return url;
}

QByteArray VectorServer::wire(int status, const QByteArray &reason,
                              const QList<std::pair<QByteArray, QByteArray>> &headers, const QByteArray &body)
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reason + "\r\n";
    bool hasLength = false;
    for (const auto &[name, value] : headers) {
        bytes += name + ": " + value + "\r\n";
        hasLength = hasLength || name.compare("Content-Length", Qt::CaseInsensitive) == 0
            || name.compare("Transfer-Encoding", Qt::CaseInsensitive) == 0;
    }
    if (!hasLength)
        bytes += "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
    return bytes + "\r\n" + body;
}

void VectorServer::serve()
{
    while (QTcpSocket *socket = nextPendingConnection()) {
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_received.remove(socket);
            socket->deleteLater();
        });
    }
}

void VectorServer::read(QTcpSocket *socket)
{
    QByteArray &received = m_received[socket];
    received += socket->readAll();
    const qsizetype end = received.indexOf("\r\n\r\n");
    if (end < 0)
        return;

    const QList<QByteArray> lines = received.left(end).split('\n');
    const QList<QByteArray> start = lines.front().trimmed().split(' ');
    WireRequest request;
    request.method = start.value(0);
    request.target = start.value(1);
    for (const QByteArray &line : lines.mid(1)) {
        const qsizetype colon = line.indexOf(':');
        request.headers.append({line.left(colon).trimmed(), line.mid(colon + 1).trimmed()});
    }
    request.body = received.mid(end + 4);
    if (request.body.size() < request.header("Content-Length").toInt())
        return;
    received.clear();
    m_requests.append(request);

    const WireAnswer answer = m_answers.at(qMin(m_requests.size(), m_answers.size()) - 1);
    switch (answer.manner) {
    case WireAnswer::Manner::Silence:
        return;
    case WireAnswer::Manner::Reset: {
        // Closing with a linger time of zero sends RST instead of FIN.
        const linger hard{1, 0};
        ::setsockopt(socket->socketDescriptor(), SOL_SOCKET, SO_LINGER, reinterpret_cast<const char *>(&hard),
                     sizeof hard);
        socket->abort();
        return;
    }
    case WireAnswer::Manner::Answer:
        socket->write(answer.bytes);
        socket->flush();
        if (answer.bytes.left(4096).toLower().contains("\r\nconnection: close\r\n"))
            socket->disconnectFromHost();
        return;
    }
}
