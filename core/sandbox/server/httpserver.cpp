#include "core/sandbox/server/httpserver.h"

#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>
#include <cctype>

#ifdef Q_OS_WIN
#include <winsock2.h>
#else
#include <sys/socket.h>
#endif

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

constexpr QByteArrayView knownMethods[] = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"};

// After a refusal the client may still be sending. Closing on unread input would reset the connection
// and could take the answer with it, so the rest is read and thrown away for this long.
constexpr std::chrono::milliseconds drainLimit{1000};

constexpr qsizetype chunkLineBytes = 1024;

bool sameName(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() && qstrnicmp(a.data(), a.size(), b.data(), b.size()) == 0;
}

// "tchar" of RFC 9110, 5.6.2
bool isTokenCharacter(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
        || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
}

bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

bool isDigits(QByteArrayView text)
{
    return !text.isEmpty()
        && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

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

QString decoded(QByteArrayView text)
{
    return QString::fromUtf8(QByteArray::fromPercentEncoding(text.toByteArray()));
}

QList<std::pair<QString, QString>> parsedQuery(QByteArrayView text)
{
    QList<std::pair<QString, QString>> result;
    const QList<QByteArray> parts = text.toByteArray().replace('+', ' ').split('&');
    for (const QByteArray &part : parts) {
        if (part.isEmpty())
            continue;
        const qsizetype equals = part.indexOf('=');
        const QByteArrayView name = equals < 0 ? QByteArrayView(part) : QByteArrayView(part).first(equals);
        const QByteArrayView value = equals < 0 ? QByteArrayView() : QByteArrayView(part).sliced(equals + 1);
        result.append(std::pair(decoded(name), decoded(value)));
    }
    return result;
}

// Host and optional port; an IPv6 address stands in brackets. Nothing when it is neither.
std::optional<QString> hostOf(QByteArrayView text)
{
    QByteArrayView host = text;
    if (host.startsWith('[')) {
        const qsizetype end = host.indexOf(']');
        if (end < 0)
            return std::nullopt;
        const QByteArrayView rest = host.sliced(end + 1);
        if (!rest.isEmpty() && !(rest.startsWith(':') && isDigits(rest.sliced(1))))
            return std::nullopt;
        const QHostAddress address(QString::fromLatin1(host.sliced(1, end - 1)));
        if (address.protocol() != QHostAddress::IPv6Protocol)
            return std::nullopt;
        return address.toString();
    }
    const qsizetype colon = host.indexOf(':');
    if (colon >= 0) {
        if (!isDigits(host.sliced(colon + 1)))
            return std::nullopt;
        host = host.first(colon);
    }
    const auto allowed = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-'
            || c == '.' || c == '_';
    };
    if (host.isEmpty() || !std::all_of(host.begin(), host.end(), allowed))
        return std::nullopt;
    return QString::fromLatin1(host).toLower();
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

QByteArray ServerRequest::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (sameName(key, name))
            return value;
    }
    return {};
}

QList<QByteArray> ServerRequest::headerValues(QByteArrayView name) const
{
    QList<QByteArray> values;
    for (const auto &[key, value] : headers) {
        if (sameName(key, name))
            values.append(value);
    }
    return values;
}

bool ServerRequest::hasHeader(QByteArrayView name) const
{
    return std::any_of(headers.begin(), headers.end(),
                       [name](const auto &field) { return sameName(field.first, name); });
}

std::optional<QString> ServerRequest::queryValue(QStringView name) const
{
    for (const auto &[key, value] : query) {
        if (key == name)
            return value;
    }
    return std::nullopt;
}

QStringList ServerRequest::segments() const
{
    QStringList result;
    const QByteArray raw = target.left(target.indexOf('?') < 0 ? target.size() : target.indexOf('?'));
    const QList<QByteArray> parts = raw.split('/');
    for (const QByteArray &part : parts) {
        if (!part.isEmpty())
            result.append(decoded(part));
    }
    return result;
}

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
    enum class Step { NeedMore, Again };

    void receive()
    {
        if (m_state == State::Ended)
            return;
        const QByteArray input = m_socket->readAll();
        if (m_state == State::Silent || m_state == State::Draining)
            return;
        m_input += input;
        if (m_state == State::Answering) {
            // A client may send its next requests early, but not fill our memory while it waits.
            if (m_input.size() > m_server->m_limits.headerBytes + m_server->m_limits.bodyBytes)
                reset();
            return;
        }
        process();
    }

    void process()
    {
        while (m_state == State::Reading && step() == Step::Again) { }
    }

    // Takes the next part of a request from the input.
    Step step()
    {
        if (!m_haveHead) {
            while (m_input.startsWith("\r\n")) // RFC 9112, 2.2: tolerated before a request line
                m_input.remove(0, 2);
            if (m_input.isEmpty())
                return Step::NeedMore;
            if (!m_inRequest) {
                m_inRequest = true;
                m_deadline.start(m_server->m_limits.request);
            }
            const qsizetype end = m_input.indexOf("\r\n\r\n", std::max<qsizetype>(0, m_scanned - 3));
            if (end < 0) {
                m_scanned = m_input.size();
                if (m_input.size() > m_server->m_limits.headerBytes)
                    refuse(431);
                else if (looksForeign())
                    refuse(400);
                return Step::NeedMore;
            }
            if (end > m_server->m_limits.headerBytes) {
                refuse(431);
                return Step::NeedMore;
            }
            const QByteArray head = m_input.left(end);
            m_input.remove(0, end + 4);
            m_scanned = 0;
            if (const int status = parseHead(head); status != 0) {
                refuse(status);
                return Step::NeedMore;
            }
            m_haveHead = true;
            if (m_expectsContinue && m_input.isEmpty() && (m_chunked || m_remaining > 0))
                m_socket->write("HTTP/1.1 100 Continue\r\n\r\n");
            return Step::Again;
        }
        if (m_chunked)
            return chunk();
        const qsizetype part = std::min<qsizetype>(m_remaining, m_input.size());
        m_request.body += m_input.left(part);
        m_input.remove(0, part);
        m_remaining -= part;
        if (m_remaining > 0)
            return Step::NeedMore;
        handle();
        return Step::Again;
    }

    // A request line begins with the letters of a method. A TLS greeting on the plain port does not,
    // and would otherwise wait for its end for ever.
    bool looksForeign() const { return !isTokenCharacter(m_input.front()); }

    // 0, or the status to refuse it with.
    int parseHead(const QByteArray &head)
    {
        m_request = {};
        m_request.localAddress = m_socket->localAddress();
        m_request.localPort = m_socket->localPort();
        m_request.encrypted = m_encrypted;
        m_chunked = false;
        m_remaining = 0;
        m_chunkRemaining = -1;
        m_inTrailer = false;
        m_expectsContinue = false;
        m_keepAlive = true;

        for (qsizetype i = 0; i < head.size(); ++i) {
            const char c = head[i];
            const bool lineEnd = c == '\r' && i + 1 < head.size() && head[i + 1] == '\n';
            if (lineEnd) {
                ++i;
                continue;
            }
            if ((static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f)
                return 400;
        }

        qsizetype lineEnd = head.indexOf("\r\n");
        const QByteArrayView requestLine =
            lineEnd < 0 ? QByteArrayView(head) : QByteArrayView(head).first(lineEnd);
        const qsizetype first = requestLine.indexOf(' ');
        const qsizetype second = requestLine.lastIndexOf(' ');
        if (first <= 0 || second <= first + 1)
            return 400;
        const QByteArrayView method = requestLine.first(first);
        const QByteArrayView target = requestLine.sliced(first + 1, second - first - 1);
        const QByteArrayView version = requestLine.sliced(second + 1);
        if (!isToken(method) || target.contains(' ') || target.contains('\t') || target.contains('#'))
            return 400;
        if (version.size() != 8 || !version.startsWith("HTTP/") || !isDigits(version.sliced(5, 1))
            || version[6] != '.' || !isDigits(version.sliced(7, 1)))
            return 400;
        if (version[5] != '1')
            return 505;
        const bool oldVersion = version[7] == '0';
        if (oldVersion)
            m_keepAlive = false;
        m_request.method = method.toByteArray();

        std::optional<qint64> length;
        int count = 0;
        while (lineEnd >= 0) {
            const qsizetype begin = lineEnd + 2;
            lineEnd = head.indexOf("\r\n", begin);
            const QByteArrayView line =
                QByteArrayView(head).sliced(begin, (lineEnd < 0 ? head.size() : lineEnd) - begin);
            if (++count > m_server->m_limits.headerCount)
                return 431;
            const qsizetype colon = line.indexOf(':');
            if (colon < 0 || !isToken(line.first(colon))) // also refuses folded lines and "Name :"
                return 400;
            m_request.headers.append(
                std::pair(line.first(colon).toByteArray(), line.sliced(colon + 1).trimmed().toByteArray()));
        }

        const QList<QByteArray> hosts = m_request.headerValues("Host");
        if (hosts.size() > 1 || (hosts.isEmpty() && !oldVersion))
            return 400;
        QByteArray authority =
            hosts.isEmpty() ? m_socket->localAddress().toString().toLatin1() : hosts.front();

        QByteArray origin = target.toByteArray();
        if (origin == "*" && m_request.method == "OPTIONS") {
            origin = "/*";
        } else if (!origin.startsWith('/')) {
            // Absolute form, as sent to a proxy: the host in it wins over the header (RFC 9112, 3.2.2).
            const qsizetype scheme = origin.indexOf("://");
            const QByteArray name = origin.left(std::max<qsizetype>(0, scheme)).toLower();
            if (name != "http" && name != "https")
                return 400;
            const qsizetype slash = origin.indexOf('/', scheme + 3);
            authority = origin.mid(scheme + 3, slash < 0 ? -1 : slash - scheme - 3);
            origin = slash < 0 ? QByteArray("/") : origin.mid(slash);
        }
        const std::optional<QString> host = hostOf(authority);
        if (!host)
            return 400;
        m_request.host = *host;
        m_request.target = origin;
        const qsizetype question = origin.indexOf('?');
        m_request.path =
            decoded(question < 0 ? QByteArrayView(origin) : QByteArrayView(origin).first(question));
        if (question >= 0)
            m_request.query = parsedQuery(QByteArrayView(origin).sliced(question + 1));

        for (const QByteArray &value : m_request.headerValues("Content-Length")) {
            bool ok = isDigits(value) && value.size() <= 15;
            const qint64 number = ok ? value.toLongLong(&ok) : 0;
            if (!ok || (length && *length != number))
                return 400;
            length = number;
        }
        const QList<QByteArray> encodings = m_request.headerValues("Transfer-Encoding");
        if (!encodings.isEmpty()) {
            if (length || oldVersion) // two lengths are the classic way to smuggle a request
                return 400;
            if (encodings.size() != 1 || !sameName(encodings.front(), "chunked"))
                return 501;
            m_chunked = true;
        }
        if (std::find(std::begin(knownMethods), std::end(knownMethods), method) == std::end(knownMethods))
            return 501;
        m_remaining = length.value_or(0);
        if (m_remaining > m_server->m_limits.bodyBytes)
            return 413;
        for (const QByteArray &value : m_request.headerValues("Connection")) {
            for (const QByteArray &option : value.split(',')) {
                if (sameName(option.trimmed(), "close"))
                    m_keepAlive = false;
                else if (oldVersion && sameName(option.trimmed(), "keep-alive"))
                    m_keepAlive = true;
            }
        }
        m_expectsContinue = !oldVersion && sameName(m_request.header("Expect"), "100-continue");
        return 0;
    }

    Step chunk()
    {
        if (m_chunkRemaining > 0) {
            const qsizetype part = std::min<qsizetype>(m_chunkRemaining, m_input.size());
            m_request.body += m_input.left(part);
            m_input.remove(0, part);
            m_chunkRemaining -= part;
            return m_chunkRemaining > 0 ? Step::NeedMore : Step::Again;
        }
        if (m_chunkRemaining == 0) { // the line end after the data of a chunk
            if (m_input.size() < 2)
                return Step::NeedMore;
            if (!m_input.startsWith("\r\n")) {
                refuse(400);
                return Step::NeedMore;
            }
            m_input.remove(0, 2);
            m_chunkRemaining = -1;
            return Step::Again;
        }
        const qsizetype end = m_input.indexOf("\r\n");
        if (end < 0) {
            if (m_input.size() > chunkLineBytes)
                refuse(m_inTrailer ? 431 : 400);
            return Step::NeedMore;
        }
        if (end > chunkLineBytes) {
            refuse(m_inTrailer ? 431 : 400);
            return Step::NeedMore;
        }
        const QByteArray line = m_input.left(end);
        m_input.remove(0, end + 2);
        if (m_inTrailer) {
            if (line.isEmpty()) {
                handle();
                return Step::Again;
            }
            if (++m_trailerCount > m_server->m_limits.headerCount)
                refuse(431);
            return m_state == State::Reading ? Step::Again : Step::NeedMore;
        }
        const QByteArray size = line.left(line.indexOf(';') < 0 ? line.size() : line.indexOf(';')).trimmed();
        bool ok = !size.isEmpty() && size.size() <= 8 && std::all_of(size.begin(), size.end(), [](char c) {
            return std::isxdigit(static_cast<unsigned char>(c));
        });
        const qint64 number = ok ? size.toLongLong(&ok, 16) : 0;
        if (!ok) {
            refuse(400);
            return Step::NeedMore;
        }
        if (m_request.body.size() + number > m_server->m_limits.bodyBytes) {
            refuse(413);
            return Step::NeedMore;
        }
        if (number == 0) {
            m_inTrailer = true;
            m_trailerCount = 0;
        } else {
            m_chunkRemaining = number;
        }
        return Step::Again;
    }

    void handle()
    {
        m_state = State::Answering;
        m_deadline.stop();
        m_haveHead = false;
        m_inRequest = false;
        m_response = m_server->m_handler(m_request);
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
            m_input.clear();
            return;
        case ServerResponse::Behaviour::Reset:
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
        m_input.clear();
        m_request.method = "GET";
        m_response = {};
        m_response.status = status;
        m_response.headers = {{"Content-Type", "text/plain; charset=utf-8"}};
        m_response.body = reasonPhrase(status) + '\n';
        Q_EMIT m_server->requestRefused(status);
        send();
    }

    void send()
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
        if (!noBody && m_request.method != "HEAD")
            out += m_response.body;

        m_output = out;
        if (m_response.dribble) {
            dribble();
        } else {
            m_socket->write(m_output);
            m_output.clear();
            answered();
        }
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
        m_response = {};
        if (m_keepAlive) {
            m_state = State::Reading;
            m_deadline.start(m_server->m_limits.idle);
            // The loop in process() is not on the stack when the answer came late.
            if (!m_input.isEmpty())
                QMetaObject::invokeMethod(this, [this] { process(); }, Qt::QueuedConnection);
            return;
        }
        m_state = State::Draining;
        m_input.clear();
        m_deadline.start(drainLimit);
        written();
    }

    void written()
    {
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

    QByteArray m_input;
    qsizetype m_scanned = 0; // how far the end of the head was looked for
    bool m_inRequest = false;
    bool m_haveHead = false;
    ServerRequest m_request;
    qint64 m_remaining = 0;
    bool m_chunked = false;
    qint64 m_chunkRemaining = -1; // -1: a size line comes next
    bool m_inTrailer = false;
    int m_trailerCount = 0;
    bool m_expectsContinue = false;
    bool m_keepAlive = true;

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
