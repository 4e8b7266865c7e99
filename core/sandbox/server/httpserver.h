#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QList>
#include <QObject>
#include <QSslConfiguration>
#include <QString>
#include <QStringList>

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

QT_BEGIN_NAMESPACE
class QTcpSocket;
QT_END_NAMESPACE

namespace signet::sandbox {

class HttpConnection;
class HttpListener;

using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

// One complete request. Its syntax has been checked (RFC 9112); its meaning has not.
struct ServerRequest {
    QByteArray method; // upper case, one of GET HEAD OPTIONS POST PUT PATCH DELETE
    QString host; // of the Host header: lower case, without port and brackets
    QByteArray target; // origin form as it came: path and query, still percent-encoded
    QString path; // percent-decoded; use segments() where an encoded slash matters
    QList<std::pair<QString, QString>> query; // percent-decoded, in order, duplicates kept
    HeaderList headers; // in order, duplicates kept
    QByteArray body;
    QHostAddress localAddress;
    quint16 localPort = 0;
    bool encrypted = false;

    // The first value of that header (names compare without case), or an empty array.
    QByteArray header(QByteArrayView name) const;
    QList<QByteArray> headerValues(QByteArrayView name) const;
    bool hasHeader(QByteArrayView name) const;

    // The first value of that query name (exact case), or nothing.
    std::optional<QString> queryValue(QStringView name) const;

    // The path between the slashes, each part decoded on its own; empty parts are left out.
    QStringList segments() const;
};

struct ServerResponse {
    enum class Behaviour {
        Answer,
        Silence, // the request is swallowed and the connection stays open until the client gives up
        Reset, // the connection ends with RST: the client sees "connection reset by peer"
    };
    // Sends the answer in small portions, the way an overloaded proxy does.
    struct Dribble {
        qsizetype bytes = 1;
        std::chrono::milliseconds every{1};
    };

    int status = 200;
    QByteArray reason; // empty: the usual phrase of the status
    HeaderList headers; // Content-Length and Connection are added by the server
    QByteArray body; // for HEAD: counted, not sent
    Behaviour behaviour = Behaviour::Answer;
    std::chrono::milliseconds delay{0}; // before the behaviour
    std::optional<Dribble> dribble;

    void addHeader(const QByteArray &name, const QByteArray &value);

    static ServerResponse silence();
    static ServerResponse reset();
};

struct HttpLimits {
    qsizetype headerBytes = 32 * 1024; // more: 431
    int headerCount = 100; // more: 431
    qsizetype bodyBytes = 4 * 1024 * 1024; // more: 413
    int connections = 512; // more: closed at once
    // From the first byte of a request (or of a TLS handshake) to its last; longer: 408. Not restarted by
    // single bytes, so a client that feeds them slowly cannot hold a connection for ever.
    std::chrono::milliseconds request{15000};
    // Between two requests of a kept-alive connection; longer: closed.
    std::chrono::milliseconds idle{60000};
};

// A small HTTP/1.1 server for the simulated services: keep-alive, pipelining, Content-Length and
// chunked bodies, plain and TLS, any number of addresses. Malformed input is answered with 400 and
// the connection closed. Requests of one connection are handled in order, one at a time.
class HttpServer : public QObject {
    Q_OBJECT

public:
    using Handler = std::function<ServerResponse(const ServerRequest &)>;

    explicit HttpServer(Handler handler, HttpLimits limits = {}, QObject *parent = nullptr);
    ~HttpServer() override;

    bool listen(const QHostAddress &address, quint16 port = 0);
    bool listenTls(const QHostAddress &address, quint16 port, const QSslConfiguration &configuration);
    QString errorString() const;

    // Of the first plain / TLS address listened on; 0 when there is none.
    QHostAddress address() const;
    quint16 port() const;
    QHostAddress tlsAddress() const;
    quint16 tlsPort() const;

    int connectionCount() const;

Q_SIGNALS:
    void connectionCountChanged();
    // Input that never became a request, and the status it was answered with.
    void requestRefused(int status);

private:
    friend class HttpConnection;

    bool start(std::unique_ptr<HttpListener> listener, const QHostAddress &address, quint16 port);
    void accept(QTcpSocket *socket, bool encrypted);

    Handler m_handler;
    HttpLimits m_limits;
    std::vector<std::unique_ptr<HttpListener>> m_listeners;
    QList<HttpConnection *> m_connections;
    QString m_errorString;
};

} // namespace signet::sandbox
