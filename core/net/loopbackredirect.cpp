#include "core/net/loopbackredirect.h"

#include <QCoreApplication>
#include <QHostAddress>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTcpSocket>
#include <QTimer>
#include <QUrlQuery>

#include <QCoroSignal>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qsizetype requestLimit = 16 * 1024; // bytes; a browser's request line and headers
constexpr int connectionLimit = 16;
constexpr int portLimit = 16; // ports that are tried before giving up

struct BrowserPage {
    Q_DECLARE_TR_FUNCTIONS(BrowserPage)
};

// No script, no picture, nothing from elsewhere, and nothing that stays in the browser's memory.
QByteArray page(int status, const QByteArray &phrase, const QString &titleText, const QString &bodyText)
{
    const QByteArray title = titleText.toHtmlEscaped().toUtf8();
    const QByteArray text = bodyText.toHtmlEscaped().toUtf8();
    const QByteArray body = "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + title
        + "</title><style>body{font:16px/1.5 sans-serif;max-width:32em;margin:15vh auto;padding:0 1em;"
          "color:#1c1f24;background:#fff}@media(prefers-color-scheme:dark){body{color:#e8eaed;"
          "background:#1c1f24}}</style></head><body><h1>"
        + title + "</h1><p>" + text + "</p></body></html>\n";
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + phrase
        + "\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: " + QByteArray::number(body.size())
        + "\r\nCache-Control: no-store\r\nReferrer-Policy: no-referrer\r\nX-Content-Type-Options: nosniff"
          "\r\nContent-Security-Policy: default-src 'none'; style-src 'unsafe-inline'"
          "\r\nConnection: close\r\n\r\n"
        + body;
}

QByteArray signedInPage()
{
    return page(200, "OK", BrowserPage::tr("You are signed in"),
                BrowserPage::tr("You can close this page and return to Signet."));
}

QByteArray notSignedInPage()
{
    return page(200, "OK", BrowserPage::tr("The sign-in was not completed"),
                BrowserPage::tr("Return to Signet for the reason."));
}

QByteArray notForUsPage()
{
    return page(404, "Not Found", BrowserPage::tr("Nothing here"),
                BrowserPage::tr("This address accepts one sign-in only."));
}

QString queryValue(const QUrlQuery &query, const QString &name)
{
    // Forms write a blank as +, which a URL does not know.
    return QUrl::fromPercentEncoding(
        query.queryItemValue(name, QUrl::FullyEncoded).replace(u'+', u' ').toLatin1());
}

QByteArray headerOf(const QByteArray &request, const QByteArray &name)
{
    for (const QByteArray &line : request.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.left(colon).trimmed().compare(name, Qt::CaseInsensitive) == 0)
            return line.mid(colon + 1).trimmed();
    }
    return {};
}

} // namespace

QByteArray RedirectAnswer::asJson() const
{
    const QJsonObject json{{u"error"_s, error}, {u"error_description"_s, errorDescription}};
    return QJsonDocument(json).toJson(QJsonDocument::Compact);
}

LoopbackRedirect::LoopbackRedirect(const QString &state, QObject *parent)
    : QObject(parent)
    , m_state(state)
{
    for (QTcpServer *server : {&m_four, &m_six}) {
        server->setMaxPendingConnections(connectionLimit);
        connect(server, &QTcpServer::newConnection, this, [this, server] { take(server); });
    }
}

LoopbackRedirect::~LoopbackRedirect() = default;

bool LoopbackRedirect::listen(quint16 port)
{
    for (int i = 0; i < portLimit; ++i) {
        const quint16 wanted = i == 0 ? port : 0;
        if (!m_four.listen(QHostAddress(QHostAddress::LocalHost), wanted)) {
            m_errorString = m_four.errorString();
            if (wanted == 0)
                return false;
            continue;
        }
        // Without IPv6 browsers fall back to the first. Where another program has the port there, they
        // would bring the answer to that one.
        if (m_six.listen(QHostAddress(QHostAddress::LocalHostIPv6), m_four.serverPort())
            || m_six.serverError() != QAbstractSocket::AddressInUseError)
            return true;
        m_errorString = m_six.errorString();
        m_four.close();
    }
    return false;
}

QUrl LoopbackRedirect::address() const
{
    QUrl url;
    url.setScheme(u"http"_s);
    url.setHost(u"localhost"_s);
    url.setPort(m_four.serverPort());
    return url;
}

QCoro::Task<std::optional<RedirectAnswer>> LoopbackRedirect::answer(std::chrono::milliseconds limit,
                                                                    std::stop_token stop)
{
    // One signal for every end: the answer, the limit, a stop.
    QTimer::singleShot(limit, this, [this] { end(); });
    const std::stop_callback onStop(stop, [this] { QMetaObject::invokeMethod(this, [this] { end(); }); });
    if (!m_ended && !stop.stop_requested())
        co_await qCoro(this, &LoopbackRedirect::ended);
    m_four.close();
    m_six.close();
    // A copy, because a value returned by name is moved from, and a second visit can still follow.
    co_return std::optional<RedirectAnswer>(m_answer);
}

void LoopbackRedirect::end()
{
    if (m_ended)
        return;
    m_ended = true;
    Q_EMIT ended();
}

void LoopbackRedirect::take(QTcpServer *server)
{
    while (QTcpSocket *socket = server->nextPendingConnection()) {
        // Any program of this machine can connect and say nothing. A browser sends its request at once, so
        // the oldest connection is not the one that is waited for.
        if (m_visitors.size() >= connectionLimit)
            m_visitors.takeFirst().socket->abort();
        m_visitors.append(Visitor{socket, {}});
        connect(socket, &QTcpSocket::readyRead, this, [this, socket] { read(socket); });
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            m_visitors.removeIf([socket](const Visitor &visitor) { return visitor.socket == socket; });
            socket->deleteLater();
            if (socket == m_answered)
                end();
        });
    }
}

void LoopbackRedirect::read(QTcpSocket *socket)
{
    const auto visitor = std::ranges::find(m_visitors, socket, &Visitor::socket);
    if (visitor == m_visitors.end())
        return;
    QByteArray &received = visitor->request;
    received += socket->read(requestLimit + 1 - received.size());
    const bool whole = received.contains("\r\n\r\n");
    if (!whole && received.size() <= requestLimit)
        return;
    const QByteArray request = whole ? received : QByteArray();
    m_visitors.erase(visitor);
    reply(socket, request);
}

void LoopbackRedirect::reply(QTcpSocket *socket, const QByteArray &request)
{
    const QList<QByteArray> words = request.left(request.indexOf("\r\n")).split(' ');
    const QUrl target = words.size() == 3 && words.at(0) == "GET"
        ? QUrl(QString::fromLatin1(words.at(1)), QUrl::StrictMode)
        : QUrl();
    const QByteArray host = headerOf(request, "Host");
    const QByteArray port = ':' + QByteArray::number(m_four.serverPort());
    // Another name means that a page elsewhere has led the browser here.
    const bool hostIsOurs =
        host == "localhost" + port || host == "127.0.0.1" + port || host == "[::1]" + port;
    const QUrlQuery query(target);
    const bool isOurs =
        target.isValid() && target.path() == "/"_L1 && hostIsOurs && queryValue(query, u"state"_s) == m_state;

    QByteArray answer = notForUsPage();
    if (isOurs && !m_answer) {
        RedirectAnswer found;
        found.code = Secret(queryValue(query, u"code"_s).toUtf8());
        found.error = queryValue(query, u"error"_s).left(100);
        found.errorDescription = queryValue(query, u"error_description"_s).left(2000);
        if (found.code.isEmpty() && found.error.isEmpty())
            found.error = u"invalid_request"_s;
        m_answer = found;
        m_answered = socket;
    }
    if (isOurs)
        answer = m_answer->code.isEmpty() ? notSignedInPage() : signedInPage();
    socket->write(answer);
    socket->disconnectFromHost();
}

} // namespace signet
