#include "app/gui/singleinstance.h"

#include "core/host/folders.h"

#include <QLocalSocket>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int answerLimitMs = 2'000; // of a program that listens and does not respond
constexpr qsizetype longestPath = 8 * 1024; // bytes
constexpr qsizetype longestName = 100; // of a socket in a folder; Unix has room for 107 bytes

} // namespace

SingleInstance::SingleInstance(const Host &host, QObject *parent)
    : QObject(parent)
{
    const QString folder = stateFolder(host);
    if (folder.isEmpty())
        return;
    if (host.platform() == Platform::Windows)
        m_name = u"signet-gui-"_s + host.userName();
    else if (folder.toUtf8().size() < longestName - 16 && host.makeDirectory(folder.chopped(1)))
        m_name = folder + u"window.socket"_s;
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &SingleInstance::hear);
}

bool SingleInstance::handOver(const QString &path)
{
    if (m_name.isEmpty())
        return false;
    QLocalSocket socket;
    socket.connectToServer(m_name);
    if (!socket.waitForConnected(answerLimitMs))
        return false;
    socket.write(path.toUtf8() + '\n');
    return socket.waitForBytesWritten(answerLimitMs) && socket.waitForReadyRead(answerLimitMs)
        && socket.readAll().startsWith("opened");
}

void SingleInstance::listen()
{
    if (m_name.isEmpty() || m_server.listen(m_name))
        return;
    // Left behind by a program that was killed: nobody has responded there.
    QLocalServer::removeServer(m_name);
    m_server.listen(m_name);
}

void SingleInstance::hear()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            if (!socket->canReadLine()) {
                if (socket->bytesAvailable() > longestPath)
                    socket->abort();
                return;
            }
            const QString path = QString::fromUtf8(socket->readLine(longestPath)).trimmed();
            socket->write("opened\n");
            socket->flush();
            Q_EMIT opened(path);
        });
    }
}

} // namespace signet
