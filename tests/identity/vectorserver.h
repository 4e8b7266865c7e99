#pragma once

#include <QByteArray>
#include <QHash>
#include <QList>
#include <QSslConfiguration>
#include <QTcpServer>
#include <QUrl>

#include <optional>
#include <utility>

// One answer as it goes over the wire, and what came in before it.
struct WireAnswer {
    // The bytes of status line, headers and body; nothing more is sent.
    QByteArray bytes;
    enum class Manner {
        Answer,
        Silence, // takes the request and says nothing
        Reset, // takes the request and resets the connection
    };
    Manner manner = Manner::Answer;
};

struct WireRequest {
    QByteArray method;
    QByteArray target; // path and query as sent
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body;

    QByteArray header(const QByteArray &name) const;
};

// Plays answers in order on a loopback port, byte for byte; the last one again when they run out. No
// HTTP library stands between, so that also what no library would send can be sent.
class VectorServer : public QTcpServer {
    Q_OBJECT

public:
    explicit VectorServer(QList<WireAnswer> answers);
    // From now on the same over TLS, with this certificate and its key.
    void useTls(const QSslConfiguration &tls) { m_tls = tls; }

    QUrl address() const;
    const QList<WireRequest> &requests() const { return m_requests; }

    // Status line, headers and body. A length is added when there is none among the headers, as
    // otherwise the end of the body would be the end of the connection.
    static QByteArray wire(int status, const QByteArray &reason,
                           const QList<std::pair<QByteArray, QByteArray>> &headers, const QByteArray &body);

protected:
    void incomingConnection(qintptr descriptor) override;

private:
    void serve();
    void read(class QTcpSocket *socket);

    QList<WireAnswer> m_answers;
    std::optional<QSslConfiguration> m_tls;
    QList<WireRequest> m_requests;
    QHash<QTcpSocket *, QByteArray> m_received;
};
