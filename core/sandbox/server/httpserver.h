#pragma once

#include "core/sandbox/server/httplimits.h"
#include "core/sandbox/server/serverrequest.h"

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
    // Sent in place of all the above, as it is, and then the connection closes: what is not HTTP, and what
    // ends too early. With Reset it is sent before the connection ends.
    std::optional<QByteArray> wire;
    // Sent again and again after the answer, for as long as the client reads.
    QByteArray repeated;

    void addHeader(const QByteArray &name, const QByteArray &value);

    static ServerResponse silence();
    static ServerResponse reset();
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
