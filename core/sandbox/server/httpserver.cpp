#include "core/sandbox/server/httpserver.h"

#include "core/sandbox/server/requestparser.h"

#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <sys/socket.h>
#endif

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

// After a refusal the client may still be sending. Closing on unread input would reset the connection
// and could take the answer with it, so the rest is read and thrown away for this long.
constexpr std::chrono::milliseconds drainLimit{1000};
// Bytes of an answer without an end that wait for the client.
constexpr qint64 repeatedAhead = 256 * 1024;

QByteArray reasonPhrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 201:
        return "Created";
    case 202:
        return "Accepted";
    case 203:
        return "Non-Authoritative Information";
    case 204:
        return "No Content";
    case 302:
        return "Found";
    case 400:
        return "Bad Request";
    case 401:
        return "Unauthorized";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 409:
        return "Conflict";
    case 410:
        return "Gone";
    case 413:
        return "Content Too Large";
    case 421:
        return "Misdirected Request";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 502:
        return "Bad Gateway";
    case 503:
        return "Service Unavailable";
    case 504:
        return "Gateway Timeout";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Unknown";
    }
}

void resetOnClose(QTcpSocket *socket)
{
    linger now{};
    now.l_onoff = 1;
    now.l_linger = 0;
#ifdef Q_OS_WIN
    ::setsockopt(static_cast<SOCKET>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER,
                 reinterpret_cast<const char *>(&now), sizeof now);
#else
    ::setsockopt(static_cast<int>(socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now, sizeof now);
#endif
}

void endSending(QTcpSocket *socket)
{
#ifdef Q_OS_WIN
    ::shutdown(static_cast<SOCKET>(socket->socketDescriptor()), SD_SEND);
#else
    ::shutdown(static_cast<int>(socket->socketDescriptor()), SHUT_WR);
#endif
}

} // namespace

void ServerResponse::addHeader(const QByteArray &name, const QByteArray &value)
{
    headers.append(std::pair(name, value));
}

ServerResponse ServerResponse::silence()
{
    ServerResponse response;
    response.behaviour = Behaviour::Silence;
    return response;
}

ServerResponse ServerResponse::reset()
{
    ServerResponse response;
    response.behaviour = Behaviour::Reset;
    return response;
}

// Accepts connections and, on a TLS address, leads them through the handshake.
class HttpListener : public QTcpServer {
public:
    HttpListener(std::function<void(QTcpSocket *, bool)> accepted, std::optional<QSslConfiguration> tls)
        : m_accepted(std::move(accepted))
        , m_tls(std::move(tls))
    {
    }

    bool encrypted() const { return m_tls.has_value(); }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        if (!m_tls) {
            auto *socket = new QTcpSocket;
            if (socket->setSocketDescriptor(descriptor)) {
                // An answer must not wait for the acknowledgement of what was sent before it, such as
                // the tickets of a TLS session: that would cost every client a round trip.
                socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
                m_accepted(socket, false);
            } else {
                delete socket;
            }
            return;
        }
        auto *socket = new QSslSocket;
        if (!socket->setSocketDescriptor(descriptor)) {
            delete socket;
            return;
        }
        socket->setSocketOption(QAbstractSocket::LowDelayOption, 1);
        socket->setSslConfiguration(*m_tls);
        socket->startServerEncryption();
        m_accepted(socket, true);
    }

private:
    std::function<void(QTcpSocket *, bool)> m_accepted;
    std::optional<QSslConfiguration> m_tls;
};

// One client. Owns its socket; ends itself when the socket does.
//
//   Reading --request complete--> Answering --all written--> Reading   (keep-alive)
//      |                             |                   \-> Draining  (close)
//      |--malformed, too big, late---+
//   Answering --Silence--> Silent (input is thrown away) ; --Reset--> gone
class HttpConnection : public QObject {
public:
    HttpConnection(HttpServer *server, QTcpSocket *socket, bool encrypted)
        : QObject(server)
        , m_server(server)
        , m_socket(socket)
        , m_encrypted(encrypted)
        , m_parser(server->m_limits,
                   {.localAddress = socket->localAddress(),
                    .localPort = socket->localPort(),
                    .encrypted = encrypted})
    {
        m_socket->setParent(this);
        m_deadline.setSingleShot(true);
        connect(&m_deadline, &QTimer::timeout, this, [this] { deadlinePassed(); });
        connect(m_socket, &QTcpSocket::readyRead, this, [this] { receive(); });
        connect(m_socket, &QTcpSocket::bytesWritten, this, [this] { written(); });
        connect(m_socket, &QTcpSocket::disconnected, this, [this] { end(); });
        connect(m_socket, &QTcpSocket::errorOccurred, this, [this] {
            if (m_socket->state() == QAbstractSocket::UnconnectedState)
                end();
        });
        if (auto *tls = encrypted ? qobject_cast<QSslSocket *>(m_socket) : nullptr) {
            m_deadline.start(m_server->m_limits.request);
            connect(tls, &QSslSocket::encrypted, this, [this] {
                if (m_state == State::Reading && !m_inRequest)
                    m_deadline.start(m_server->m_limits.idle);
            });
        } else {
            m_deadline.start(m_server->m_limits.idle);
        }
    }

    // What arrived before the signals were connected.
    void begin() { receive(); }

private:
    enum class State { Reading, Answering, Silent, Draining, Ended };

    void receive()
    {
        if (m_state == State::Ended)
            return;
        const QByteArray input = m_socket->readAll();
        if (m_state == State::Silent || m_state == State::Draining)
            return;
        m_parser.add(input);
        if (m_state == State::Answering) {
            // A client may send its next requests early, but not fill our memory while it waits.
            if (m_parser.waitingBytes() > m_server->m_limits.headerBytes + m_server->m_limits.bodyBytes)
                reset();
            return;
        }
        process();
    }

    void process()
    {
        while (m_state == State::Reading) {
            const RequestParser::Progress progress = m_parser.read();
            if (m_parser.isInRequest() && !m_inRequest)
                m_deadline.start(m_server->m_limits.request);
            m_inRequest = m_parser.isInRequest();
            if (m_parser.takeContinueWish())
                m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
            switch (progress) {
            case RequestParser::Progress::NeedsMore:
                return;
            case RequestParser::Progress::Complete:
                m_keepAlive = m_parser.keepsAlive();
                handle();
                break;
            case RequestParser::Progress::Refused:
                refuse(m_parser.refusal());
                break;
            }
        }
    }

    void handle()
    {
        m_state = State::Answering;
        m_deadline.stop();
        const ServerRequest request = m_parser.takeRequest();
        m_withoutBody = request.method == "HEAD";
        m_response = m_server->m_handler(request);
        if (m_response.delay.count() > 0)
            QTimer::singleShot(m_response.delay, this, [this] { behave(); });
        else
            behave();
    }

    void behave()
    {
        if (m_state != State::Answering)
            return;
        switch (m_response.behaviour) {
        case ServerResponse::Behaviour::Silence:
            m_state = State::Silent;
            m_parser.discard();
            return;
        case ServerResponse::Behaviour::Reset:
            if (m_response.wire) {
                m_socket->write(*m_response.wire);
                m_socket->flush();
            }
            reset();
            return;
        case ServerResponse::Behaviour::Answer:
            send();
            return;
        }
    }

    void refuse(int status)
    {
        m_state = State::Answering;
        m_deadline.stop();
        m_keepAlive = false;
        m_parser.discard();
        m_withoutBody = false;
        m_response = {};
        m_response.status = status;
        m_response.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
        m_response.body = reasonPhrase(status) + '\n';
        Q_EMIT m_server->requestRefused(status);
        send();
    }

    void send()
    {
        if (m_response.wire)
            m_keepAlive = false;
        m_output = m_response.wire ? *m_response.wire : usualOutput();
        if (m_response.dribble) {
            dribble();
        } else {
            m_socket->write(m_output);
            m_output.clear();
            answered();
        }
    }

    QByteArray usualOutput() const
    {
        const bool noBody = m_response.status == 204 || m_response.status == 304;
        QByteArray out = "HTTP/1.1 " + QByteArray::number(m_response.status) + ' '
            + (m_response.reason.isEmpty() ? reasonPhrase(m_response.status) : m_response.reason) + "\r\n";
        for (const auto &[name, value] : m_response.headers)
            out += name + ": " + value + "\r\n";
        if (!noBody)
            out += "Content-Length: " + QByteArray::number(m_response.body.size()) + "\r\n";
        if (!m_keepAlive)
            out += "Connection: close\r\n";
        out += "\r\n";
        if (!noBody && !m_withoutBody)
            out += m_response.body;
        return out;
    }

    void dribble()
    {
        if (m_state != State::Answering)
            return;
        const qsizetype part = std::min(std::max<qsizetype>(1, m_response.dribble->bytes), m_output.size());
        m_socket->write(m_output.left(part));
        m_output.remove(0, part);
        if (m_output.isEmpty())
            answered();
        else
            QTimer::singleShot(m_response.dribble->every, this, [this] { dribble(); });
    }

    // Everything is handed to the socket.
    void answered()
    {
        if (!m_response.repeated.isEmpty()) {
            repeat();
            return;
        }
        m_response = {};
        if (m_keepAlive) {
            m_state = State::Reading;
            m_deadline.start(m_server->m_limits.idle);
            // The loop in process() is not on the stack when the answer came late.
            if (m_parser.waitingBytes() > 0)
                QMetaObject::invokeMethod(this, [this] { process(); }, Qt::QueuedConnection);
            return;
        }
        m_state = State::Draining;
        m_parser.discard();
        m_deadline.start(drainLimit);
        written();
    }

    // As much as the client takes, and no more: what it doesn't read must not fill our memory.
    void repeat()
    {
        while (m_socket->bytesToWrite() < repeatedAhead)
            m_socket->write(m_response.repeated);
    }

    void written()
    {
        if (m_state == State::Answering && !m_response.repeated.isEmpty() && m_output.isEmpty()) {
            repeat();
            return;
        }
        if (m_state != State::Draining || m_socket->bytesToWrite() > 0 || m_sendingEnded)
            return;
        if (m_encrypted) {
            m_socket->disconnectFromHost(); // sends the TLS goodbye
            return;
        }
        m_sendingEnded = true;
        endSending(m_socket);
    }

    void deadlinePassed()
    {
        if (m_state == State::Reading && m_inRequest)
            refuse(408);
        else
            reset();
    }

    // Ends the connection at once; with RST, so that the client cannot take it for a normal end.
    void reset()
    {
        if (m_state == State::Ended)
            return;
        const bool orderly = m_state == State::Draining || (m_state == State::Reading && !m_inRequest);
        if (!orderly && m_socket->socketDescriptor() != -1)
            resetOnClose(m_socket);
        m_socket->abort();
        end();
    }

    void end()
    {
        if (m_state == State::Ended)
            return;
        m_state = State::Ended;
        m_deadline.stop();
        m_server->m_connections.removeOne(this);
        Q_EMIT m_server->connectionCountChanged();
        deleteLater();
    }

    HttpServer *m_server;
    QTcpSocket *m_socket;
    bool m_encrypted;
    State m_state = State::Reading;
    QTimer m_deadline;

    RequestParser m_parser;
    bool m_inRequest = false;
    bool m_keepAlive = true;
    bool m_withoutBody = false; // the answer to HEAD

    ServerResponse m_response;
    QByteArray m_output;
    bool m_sendingEnded = false;
};

HttpServer::HttpServer(Handler handler, HttpLimits limits, QObject *parent)
    : QObject(parent)
    , m_handler(std::move(handler))
    , m_limits(limits)
{
}

HttpServer::~HttpServer()
{
    m_listeners.clear();
    // A connection takes itself off the list when its socket ends.
    const QList<HttpConnection *> connections = std::exchange(m_connections, {});
    qDeleteAll(connections);
}

bool HttpServer::listen(const QHostAddress &address, quint16 port)
{
    auto listener = std::make_unique<HttpListener>(
        [this](QTcpSocket *socket, bool encrypted) { accept(socket, encrypted); }, std::nullopt);
    return start(std::move(listener), address, port);
}

bool HttpServer::listenTls(const QHostAddress &address, quint16 port, const QSslConfiguration &configuration)
{
    auto listener = std::make_unique<HttpListener>(
        [this](QTcpSocket *socket, bool encrypted) { accept(socket, encrypted); }, configuration);
    return start(std::move(listener), address, port);
}

bool HttpServer::start(std::unique_ptr<HttpListener> listener, const QHostAddress &address, quint16 port)
{
    if (!listener->listen(address, port)) {
        m_errorString = listener->errorString();
        return false;
    }
    m_listeners.push_back(std::move(listener));
    return true;
}

QString HttpServer::errorString() const
{
    return m_errorString;
}

QHostAddress HttpServer::address() const
{
    for (const auto &listener : m_listeners) {
        if (!listener->encrypted())
            return listener->serverAddress();
    }
    return {};
}

quint16 HttpServer::port() const
{
    for (const auto &listener : m_listeners) {
        if (!listener->encrypted())
            return listener->serverPort();
    }
    return 0;
}

QHostAddress HttpServer::tlsAddress() const
{
    for (const auto &listener : m_listeners) {
        if (listener->encrypted())
            return listener->serverAddress();
    }
    return {};
}

quint16 HttpServer::tlsPort() const
{
    for (const auto &listener : m_listeners) {
        if (listener->encrypted())
            return listener->serverPort();
    }
    return 0;
}

int HttpServer::connectionCount() const
{
    return static_cast<int>(m_connections.size());
}

void HttpServer::accept(QTcpSocket *socket, bool encrypted)
{
    if (m_connections.size() >= m_limits.connections) {
        socket->abort();
        socket->deleteLater();
        return;
    }
    auto *connection = new HttpConnection(this, socket, encrypted);
    m_connections.append(connection);
    Q_EMIT connectionCountChanged();
    connection->begin();
}

} // namespace signet::sandbox
