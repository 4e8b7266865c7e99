#pragma once

#include "core/result/secret.h"

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QTcpServer>
#include <QUrl>

#include <QCoroTask>

#include <chrono>
#include <optional>
#include <stop_token>

QT_BEGIN_NAMESPACE
class QTcpSocket;
QT_END_NAMESPACE

namespace signet {

// What a browser brings back from a sign-in page, in the query of its redirect.
struct RedirectAnswer {
    Secret code; // empty with an error
    QString error; // "access_denied" ...
    QString errorDescription;

    // {"error","error_description"}, as a token endpoint would say it.
    QByteArray asJson() const;
};

// The only listener of this program: on loopback, for one sign-in in a browser, closed with this object. It
// accepts one GET / with its own state. Any other request is answered and changes nothing: another state, a
// second visit, /favicon.ico, another host name, a request that is too long. Source: RFC 8252, sections 7.3
// and 8.3. Delete it with deleteLater(): code that waits for answer() resumes inside its signals.
class LoopbackRedirect : public QObject {
    Q_OBJECT

public:
    explicit LoopbackRedirect(const QString &state, QObject *parent = nullptr);
    ~LoopbackRedirect() override;

    // On a free port of 127.0.0.1, and of ::1 if there is one, because "localhost" can mean either in a
    // browser. The given port is tried first; 0 means any. Returns false, with errorString(), if no port is
    // available.
    bool listen(quint16 port = 0);
    const QString &errorString() const { return m_errorString; }
    // "http://localhost:PORT": what a registration of http://localhost allows with any port.
    QUrl address() const;

    // Nothing after the limit or a stop. The page that the browser shows has been sent when it returns.
    QCoro::Task<std::optional<RedirectAnswer>> answer(std::chrono::milliseconds limit, std::stop_token stop);

Q_SIGNALS:
    void ended();

private:
    void take(QTcpServer *server);
    void read(QTcpSocket *socket);
    void reply(QTcpSocket *socket, const QByteArray &request);
    void end();

    QString m_state;
    QString m_errorString;
    // What came so far of requests that are not whole, the oldest connection first. Outlives the
    // servers, whose sockets still report their end when they are destroyed.
    struct Visitor {
        QTcpSocket *socket = nullptr;
        QByteArray request;
    };
    QList<Visitor> m_visitors;
    QTcpServer m_four;
    QTcpServer m_six;
    std::optional<RedirectAnswer> m_answer;
    QTcpSocket *m_answered = nullptr; // that brought the answer; never dereferenced
    bool m_ended = false;
};

} // namespace signet
