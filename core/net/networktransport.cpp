#include "core/net/networktransport.h"

#include "core/host/loopback.h"
#include "core/net/addresses.h"
#include "core/net/certificatename.h"
#include "core/result/redaction.h"

#include <QHash>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslError>
#include <QTimer>

#include <QCoroNetworkReply>

#include <optional>

#ifdef Q_OS_UNIX
#include <cstdlib>
#include <dirent.h>
#include <netinet/in.h>
#include <sys/socket.h>
#ifdef Q_OS_LINUX
#include <linux/tcp.h>
#else
#include <netinet/tcp.h>
#endif
#endif

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// Asked by Qt for each connection. Installed on one manager only, so that nothing else in the process
// changes and Qt's own look at the environment never takes place.
class ProxyChooser final : public QNetworkProxyFactory {
public:
    explicit ProxyChooser(ProxySettings settings)
        : m_settings(std::move(settings))
    {
    }

    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        const QUrl proxy = m_settings.proxyFor(query.url());
        if (!proxy.isValid())
            return {QNetworkProxy(QNetworkProxy::NoProxy)};
        const bool socks = proxy.scheme().startsWith("socks5"_L1);
        return {QNetworkProxy(socks ? QNetworkProxy::Socks5Proxy : QNetworkProxy::HttpProxy, proxy.host(),
                              quint16(proxy.port(socks ? 1080 : 80)), proxy.userName(QUrl::FullyDecoded),
                              proxy.password(QUrl::FullyDecoded))};
    }

private:
    ProxySettings m_settings;
};

// Bytes of one answer that Qt may hold before they are taken.
constexpr qint64 readBuffer = 64 * 1024;

// A reply must outlive its own signals: deleted by the event loop, never in place.
struct DeleteLater {
    void operator()(QObject *object) const { object->deleteLater(); }
};
using ReplyPtr = std::unique_ptr<QNetworkReply, DeleteLater>;

QByteArray authorization(const Credential &credential)
{
    switch (credential.scheme) {
    case Credential::Scheme::Bearer:
        return "Bearer " + credential.secret.reveal();
    case Credential::Scheme::AccessToken:
        return "Basic " + (':' + credential.secret.reveal()).toBase64();
    }
    Q_UNREACHABLE();
}

// Calls `visit` with each file descriptor of this process. Qt gives no access to its sockets.
template <class Visit>
void forEachDescriptor(Visit visit)
{
#ifdef Q_OS_UNIX
    DIR *const descriptors = opendir("/dev/fd");
    if (!descriptors)
        return;
    while (const dirent *entry = readdir(descriptors))
        visit(std::atoi(entry->d_name));
    closedir(descriptors);
#else
    Q_UNUSED(visit)
#endif
}

// Sends small writes immediately. Qt (6.4 to 6.8) writes the end of a TLS handshake and the following request
// separately and leaves Nagle's algorithm on, so the request waits until the other side has acknowledged the
// handshake: a whole round trip on each new connection. The option is set on each TCP socket of this process;
// none of them needs the opposite. On Windows, where sockets cannot be listed, the round trip remains.
void sendSmallWritesAtOnce()
{
    forEachDescriptor([](int descriptor) {
#ifdef Q_OS_UNIX
        const int on = 1;
        setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
#else
        Q_UNUSED(descriptor)
#endif
    });
}

#ifdef Q_OS_LINUX
int portOf(const sockaddr_storage &address)
{
    if (address.ss_family == AF_INET)
        return ntohs(reinterpret_cast<const sockaddr_in &>(address).sin_port);
    if (address.ss_family == AF_INET6)
        return ntohs(reinterpret_cast<const sockaddr_in6 &>(address).sin6_port);
    return -1;
}
#endif

// Bytes that each TCP socket to that port has received. Empty where the system does not tell.
QHash<int, quint64> receivedFromPort(int port)
{
    QHash<int, quint64> received;
    forEachDescriptor([&received, port](int descriptor) {
#ifdef Q_OS_LINUX
        sockaddr_storage peer{};
        socklen_t peerSize = sizeof peer;
        tcp_info info{};
        socklen_t size = sizeof info;
        if (getpeername(descriptor, reinterpret_cast<sockaddr *>(&peer), &peerSize) == 0
            && portOf(peer) == port && getsockopt(descriptor, IPPROTO_TCP, TCP_INFO, &info, &size) == 0)
            received.insert(descriptor, info.tcpi_bytes_received);
#else
        Q_UNUSED(received)
        Q_UNUSED(descriptor)
        Q_UNUSED(port)
#endif
    });
    return received;
}

// Ends the connection, and throws away what it has received: Qt's thread reads a header byte by byte and
// looks at nothing else until there is no more to read.
void endConnection(int descriptor)
{
#ifdef Q_OS_LINUX
    ::shutdown(descriptor, SHUT_RDWR);
    while (::recv(descriptor, nullptr, 1 << 20, MSG_TRUNC | MSG_DONTWAIT) > 0) { }
#else
    Q_UNUSED(descriptor)
#endif
}

// Ends a connection whose header does not end. Qt 6.4 collects it without any limit and shows nothing of it
// before it is complete, so what the sockets received is the only sign, and which of them belongs to this
// reply is not known. While the body of another answer comes in, it can be that one, which is as large as its
// limit; else it is a header. The reply whose connection was ended fails by itself, and the others go on.
// Only on Linux; elsewhere the limit of time is the only one.
class HeaderWatch {
public:
    HeaderWatch(int port, QNetworkReply *reply)
        : m_port(port)
        , m_first(receivedFromPort(port))
        , m_last(m_first)
        , m_bodies(bodies)
    {
        ++waiting;
        QObject::connect(&m_timer, &QTimer::timeout, reply, [this, reply] { look(reply); });
        m_timer.start(std::chrono::milliseconds(50));
    }
    ~HeaderWatch() { headerIsOver(); }
    Q_DISABLE_COPY_MOVE(HeaderWatch)

    void bodyComesIn()
    {
        headerIsOver();
        ++bodies;
    }
    // Whether a reply that failed did so because its connection was ended.
    bool hasEndedConnection() const { return m_isWaiting && m_hasEnded; }

private:
    static constexpr quint64 mostOfHeader = 256 * 1024;
    static constexpr quint64 mostOfAnswer = 8 * 1024 * 1024;
    // Of all replies of this process, which are in one thread: how often a part of a body came in, and how
    // many wait for the end of their header.
    static inline quint64 bodies = 0;
    static inline int waiting = 0;

    void headerIsOver()
    {
        if (m_isWaiting)
            --waiting;
        m_isWaiting = false;
        m_timer.stop();
    }

    void look(QNetworkReply *reply)
    {
        const auto now = receivedFromPort(m_port);
        if (m_bodies != bodies)
            m_last = now;
        m_bodies = bodies;
        int descriptor = -1;
        quint64 most = 0;
        for (auto it = now.begin(); it != now.end(); ++it) {
            const quint64 sinceLast = growth(it.value(), m_last.value(it.key()));
            const quint64 sinceFirst = growth(it.value(), m_first.value(it.key()));
            if ((sinceLast > mostOfHeader || sinceFirst > mostOfAnswer) && sinceFirst > most) {
                descriptor = it.key();
                most = sinceFirst;
            }
        }
        if (descriptor < 0)
            return;
        m_hasEnded = true;
        endConnection(descriptor);
        // Else Qt would send the request once more.
        if (waiting == 1)
            reply->abort();
    }

    // A descriptor that was closed meanwhile can be another socket's, which has received less.
    static quint64 growth(quint64 now, quint64 before) { return now > before ? now - before : 0; }

    QTimer m_timer;
    int m_port;
    QHash<int, quint64> m_first; // when the request was sent
    QHash<int, quint64> m_last; // when a part of a body last came in
    quint64 m_bodies;
    bool m_isWaiting = true;
    bool m_hasEnded = false;
};

// Why a request failed that was not stopped. Qt keeps the errno only in the text of the error, which stays
// English because no translation of Qt's own texts is ever loaded.
Delivery deliveryOf(QNetworkReply::NetworkError error, const QString &text)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return Delivery::ConnectionRefused;
    case QNetworkReply::RemoteHostClosedError:
        return Delivery::ConnectionReset;
    case QNetworkReply::HostNotFoundError:
        return Delivery::HostNotFound;
    case QNetworkReply::TimeoutError:
        return Delivery::ConnectTimeout;
    case QNetworkReply::SslHandshakeFailedError:
        return Delivery::TlsPeerRejected;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::UnknownProxyError:
        return Delivery::ProxyFailed;
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
    case QNetworkReply::ProtocolFailure:
        return Delivery::ProtocolError;
    default:
        break;
    }
    if (text.contains("Network unreachable"_L1) || text.contains("Network is unreachable"_L1))
        return Delivery::NetworkUnreachable;
    if (text.contains("Host unreachable"_L1) || text.contains("No route to host"_L1))
        return Delivery::HostUnreachable;
    if (text.contains("ermission denied"_L1) || text.contains("access permission"_L1))
        return Delivery::AccessDenied;
    if (text.contains("timed out"_L1))
        return Delivery::ConnectTimeout;
    return Delivery::Failed;
}

} // namespace

// IPv6 addresses are in brackets there.
QByteArray hostHeader(const QUrl &url)
{
    const QByteArray host = url.host().toLatin1();
    return host.contains(':') ? '[' + host + ']' : host;
}

NetworkTransport::NetworkTransport(const Host &host, const NetSettings &settings)
    : m_host(host)
    , m_settings(settings)
{
    Q_ASSERT(settings.simulatedAzure.isEmpty() || isLoopback(settings.simulatedAzure));
}

NetworkTransport::~NetworkTransport() = default;

QNetworkAccessManager *NetworkTransport::manager(Way way, const QString &host)
{
    auto &slot = m_managers[{way, host}];
    if (!slot) {
        slot = std::make_unique<QNetworkAccessManager>();
        slot->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        if (way == Way::IdentityEndpoint || !m_settings.simulatedAzure.isEmpty())
            slot->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
        else
            slot->setProxyFactory(new ProxyChooser(m_settings.proxy)); // owned by the manager
    }
    return slot.get();
}

const QSslConfiguration &NetworkTransport::tls()
{
    if (!m_tls) {
        m_tls = std::make_unique<QSslConfiguration>(QSslConfiguration::defaultConfiguration());
        m_tls->setProtocol(QSsl::TlsV1_2OrLater);
        m_tls->setPeerVerifyMode(QSslSocket::VerifyPeer);
        if (!m_settings.extraAuthorities.isEmpty()) {
            // Setting authorities turns off Qt's on-demand loading of the system's, so those are also set.
            m_tls->setCaCertificates(QSslConfiguration::systemCaCertificates()
                                     + QSslCertificate::fromData(m_settings.extraAuthorities, QSsl::Pem));
        }
    }
    return *m_tls;
}

QUrl NetworkTransport::destination(const QUrl &url) const
{
    if (m_settings.simulatedAzure.isEmpty())
        return url;
    QUrl other = url;
    other.setScheme(m_settings.simulatedAzure.scheme());
    other.setHost(m_settings.simulatedAzure.host());
    other.setPort(m_settings.simulatedAzure.port());
    return other;
}

QUrl NetworkTransport::destination(const Request &request) const
{
    QUrl url = destination(request.url);
    if (request.pinnedThumbprint.isEmpty())
        return url;
    url.setScheme(request.url.scheme());
    if (!m_settings.simulatedAzureTls.isEmpty())
        url.setPort(m_settings.simulatedAzureTls.port());
    return url;
}

void NetworkTransport::warmUp(const QList<QUrl> &addresses)
{
    for (const QUrl &address : addresses) {
        const QUrl url = destination(address);
        const bool isEncrypted = url.scheme() == "https"_L1;
        QUrl connection;
        connection.setScheme(isEncrypted ? u"preconnect-https"_s : u"preconnect-http"_s);
        connection.setHost(url.host());
        connection.setPort(url.port(isEncrypted ? 443 : 80));
        // What QNetworkAccessManager::connectToHost() does, but for HTTP/1.1: without TLS, Qt keeps
        // connections for HTTP/2 apart, and a request would open another one.
        QNetworkRequest request(connection);
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        if (isEncrypted)
            request.setSslConfiguration(tls());
        QNetworkAccessManager *const sender =
            manager(isIdentityEndpointAddress(address) ? Way::IdentityEndpoint : Way::Internet, url.host());
        QNetworkReply *const reply = sender->get(request);
        QObject::connect(reply, &QNetworkReply::finished, reply, &QObject::deleteLater);
    }
}

QCoro::Task<HttpTransport::Outcome> NetworkTransport::exchange(Request request, std::stop_token stop)
{
    const QUrl url = destination(request);
    QNetworkRequest qtRequest(url);
    if (url != request.url)
        qtRequest.setRawHeader("Host", hostHeader(request.url));
    // Qt asks for compressed answers and unpacks them as they are read, so the limit below counts what came
    // out. Qt's own check would name a large answer as something else.
    qtRequest.setDecompressedSafetyCheckThreshold(-1);
    qtRequest.setRawHeader("User-Agent", "signet/" SIGNET_VERSION);
    for (const auto &[name, value] : std::as_const(request.headers))
        qtRequest.setRawHeader(name, value);
    for (const auto &[name, value] : std::as_const(request.secretHeaders))
        qtRequest.setRawHeader(name, value.reveal());
    if (request.credential) {
        qtRequest.setRawHeader("Authorization", authorization(*request.credential));
        // The next questions follow from what an identity sees, and none from an anonymous answer. So these
        // take the first connection that is ready.
        qtRequest.setPriority(QNetworkRequest::HighPriority);
    }
    for (const auto &[name, value] : std::as_const(request.secretFormFields)) {
        request.body += request.body.isEmpty() ? "" : "&";
        request.body += name + '=' + value.reveal().toPercentEncoding();
    }
    qtRequest.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    qtRequest.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    qtRequest.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    qtRequest.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    qtRequest.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    // With HTTP/2, one connection would do for each host. But Qt opens the window of a stream again whatever
    // was taken of it, so the size of its read buffer, and with it the limit on memory, holds for HTTP/1.1
    // only (QHttp2ProtocolHandler::handleDATA). Proxies that look into TLS are also safer with HTTP/1.1.
    qtRequest.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    const bool isPinned = !request.pinnedThumbprint.isEmpty();
    if (url.scheme() == "https"_L1) {
        QSslConfiguration configuration = tls();
        // The certificate is compared below, so its issuing authority is irrelevant.
        if (isPinned)
            configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        qtRequest.setSslConfiguration(configuration);
    }

    Outcome outcome;
    // Terraform's request would fail by the same value, so this one is not sent in another way.
    const bool usesProxy = request.way == Way::Internet && m_settings.simulatedAzure.isEmpty();
    if (const auto refused = m_settings.proxy.refusalFor(url); refused && usesProxy) {
        outcome.reply.delivery = Delivery::ProxyFailed;
        outcome.reply.errorText = refused->variable + u": "_s + refused->reason;
        co_return outcome;
    }
    const auto started = m_host.monotonic();
    const auto elapsed = [this, started] {
        return std::chrono::duration_cast<std::chrono::microseconds>(m_host.monotonic() - started);
    };
    std::chrono::microseconds connecting{-1};
    bool requestSent = false;
    bool timedOut = false;
    bool tooLarge = false;
    bool handshakeFits = false;
    bool wasRejected = false;
    QByteArray body;

    // An empty body is passed as none: with an empty one, Qt never reports that the request was sent, and the
    // limits of the response depend on that.
    const bool hasBody = !request.body.isEmpty();
    if (!hasBody && (request.method == "POST" || request.method == "PUT" || request.method == "PATCH"))
        qtRequest.setRawHeader("Content-Length", "0");
    // An open connection was not compared with this thumbprint, so none is reused.
    std::unique_ptr<QNetworkAccessManager, DeleteLater> once;
    if (isPinned) {
        once.reset(new QNetworkAccessManager);
        once->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
        once->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
    }
    QNetworkAccessManager *const sender = once ? once.get() : manager(request.way, url.host());
    // Sent like any other verb, HEAD would wait for the body that its Content-Length speaks of.
    const ReplyPtr reply{request.method == "HEAD" ? sender->head(qtRequest)
                             : hasBody ? sender->sendCustomRequest(qtRequest, request.method, request.body)
                                       : sender->sendCustomRequest(qtRequest, request.method,
                                                                   static_cast<QIODevice *>(nullptr))};
    QNetworkReply *raw = reply.get();
    // Qt reads from the socket in a thread of its own, as fast as it can. Without this it would fill the
    // memory before the limit of the body is looked at.
    raw->setReadBufferSize(readBuffer);

    QTimer limit;
    limit.setSingleShot(true);
    QObject::connect(&limit, &QTimer::timeout, raw, [&timedOut, raw] {
        timedOut = true;
        raw->abort();
    });
    QObject::connect(raw, &QNetworkReply::socketStartedConnecting, &limit, [&connecting, &elapsed] {
        connecting = elapsed();
        sendSmallWritesAtOnce();
    });
    const QUrl proxy = usesProxy ? m_settings.proxy.proxyFor(url) : QUrl();
    const auto peerFits = [&request, &url, isPinned, raw] {
        const QSslCertificate peer = raw->sslConfiguration().peerCertificate();
        if (!isPinned)
            return namesHost(peer, url.host());
        return !peer.isNull() && peer.digest(QCryptographicHash::Sha1).toHex() == request.pinnedThumbprint;
    };
    const int port = proxy.isValid() ? proxy.port(proxy.scheme().startsWith("socks5"_L1) ? 1080 : 80)
                                     : url.port(url.scheme() == "https"_L1 ? 443 : 80);
    std::optional<HeaderWatch> headerWatch;
    QObject::connect(
        raw, &QNetworkReply::requestSent, &limit,
        [&outcome, &connecting, &requestSent, &elapsed, &limit, &request, &headerWatch, port, raw] {
            requestSent = true;
            if (!headerWatch) // else Qt sends the request again
                headerWatch.emplace(port, raw);
            if (request.onSent)
                request.onSent();
            sendSmallWritesAtOnce(); // a socket of warmUp() announces nothing before
            if (connecting.count() >= 0)
                outcome.exchange.connect = elapsed() - connecting;
            limit.start(request.limits.answer);
        });
    // Between the handshake and the first byte of the request.
    QObject::connect(raw, &QNetworkReply::encrypted, &limit, [&handshakeFits, &wasRejected, &peerFits, raw] {
        handshakeFits = peerFits();
        wasRejected = !handshakeFits;
        if (wasRejected)
            raw->abort();
    });
    QObject::connect(raw, &QNetworkReply::metaDataChanged, &limit, [&outcome, &elapsed, &headerWatch] {
        if (headerWatch)
            headerWatch->bodyComesIn();
        if (outcome.exchange.firstByte.count() < 0)
            outcome.exchange.firstByte = elapsed();
    });
    const auto take = [&body, &tooLarge, &request, &headerWatch, raw] {
        if (!raw->isOpen())
            return;
        if (headerWatch)
            headerWatch->bodyComesIn();
        // One byte more than allowed is enough to know; a few compressed bytes can hold gigabytes.
        body += raw->read(request.limits.body + 1 - body.size());
        if (body.size() > request.limits.body) {
            tooLarge = true;
            raw->abort();
        }
    };
    QObject::connect(raw, &QNetworkReply::readyRead, &limit, take);
    const std::stop_callback onStop(stop, [raw] { raw->abort(); });

    limit.start(request.limits.connect);
    if (!raw->isFinished())
        co_await qCoro(raw).waitForFinished(std::chrono::milliseconds(-1));
    limit.stop();
    tooLarge = tooLarge
        || (raw->error() != QNetworkReply::NoError && headerWatch && headerWatch->hasEndedConnection());
    headerWatch.reset();
    if (!tooLarge)
        take();
    outcome.exchange.total = elapsed();

    Reply &answer = outcome.reply;
    answer.status = raw->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    answer.reason = raw->attribute(QNetworkRequest::HttpReasonPhraseAttribute).toByteArray();
    const auto pairs = raw->rawHeaderPairs();
    for (const auto &[name, value] : pairs)
        answer.headers.append({name, value});
    if (raw->error() != QNetworkReply::NoError)
        answer.errorText = redacted(raw->errorString());

    // A response without a preceding handshake cannot be trusted where it is bound to one certificate. Else
    // it came over a connection of warmUp() or of an earlier request, whose certificate is compared now.
    if (url.scheme() == "https"_L1 && answer.status != 0 && !handshakeFits)
        wasRejected = wasRejected || isPinned || !peerFits();
    if (stop.stop_requested()) {
        answer = Reply();
        answer.delivery = Delivery::Stopped;
    } else if (tooLarge) {
        answer.delivery = Delivery::BodyTooLarge;
    } else if (wasRejected) {
        answer = Reply();
        answer.delivery = Delivery::TlsPeerRejected;
    } else if (timedOut) {
        answer.delivery = requestSent ? Delivery::ReadTimeout : Delivery::ConnectTimeout;
    } else if (answer.status != 0
               && (raw->error() == QNetworkReply::NoError
                   || raw->error() >= QNetworkReply::ContentAccessDenied
                   || raw->error() == QNetworkReply::ProxyAuthenticationRequiredError)) {
        // A status is an answer, whatever Qt thinks of it; judging is done elsewhere.
        answer.delivery = Delivery::Answered;
        answer.body = std::move(body);
    } else {
        answer.delivery = deliveryOf(raw->error(), raw->errorString());
    }
    co_return outcome;
}

} // namespace signet
