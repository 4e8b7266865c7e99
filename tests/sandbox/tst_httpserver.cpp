#include "core/sandbox/server/httpserver.h"

#include "tests/sandbox/rawclient.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QScopeGuard>
#include <QSignalSpy>
#include <QTest>

#ifndef Q_OS_WIN
#include <cerrno>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;
using namespace std::chrono_literals;

namespace {

HttpLimits shortLimits()
{
    HttpLimits limits;
    limits.headerBytes = 2000;
    limits.headerCount = 20;
    limits.bodyBytes = 5000;
    limits.connections = 8;
    limits.request = 300ms;
    limits.idle = 600ms;
    return limits;
}

// Tells what it understood; some paths ask for a behaviour.
ServerResponse tell(const ServerRequest &request)
{
    ServerResponse response;
    response.headers = {{"Content-Type", "text/plain"}, {"X-Host", request.host.toUtf8()}};
    if (request.path == "/silence"_L1)
        return ServerResponse::silence();
    if (request.path == "/reset"_L1)
        return ServerResponse::reset();
    if (request.path == "/late"_L1)
        response.delay = 150ms;
    if (request.path == "/dribble"_L1)
        response.dribble = ServerResponse::Dribble{.bytes = 7, .every = 1ms};
    if (request.path == "/cut"_L1)
        response.wire = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it";
    if (request.path == "/cut-and-reset"_L1) {
        response = ServerResponse::reset();
        response.wire = "HTTP/1.1 200 OK\r\nContent-Le";
    }
    if (request.path == "/endless"_L1) {
        response.wire = "HTTP/1.1 200 OK\r\n\r\n";
        response.repeated = QByteArray(1000, 'x');
    }
    if (request.path == "/big"_L1)
        response.body = QByteArray(3'000'000, 'x');
    else
        response.body = request.method + ' ' + request.path.toUtf8() + " [" + request.body + ']';
    return response;
}

} // namespace

class TestHttpServer : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void malformedInputIsRefusedAndTheConnectionEnds_data();
    void malformedInputIsRefusedAndTheConnectionEnds();
    void wellFormedInputIsUnderstood_data();
    void wellFormedInputIsUnderstood();
    void bytesThatComeOneByOneMakeTheSameRequest();
    void connectionIsKeptForTheNextRequest();
    void closeIsHonoured_data();
    void closeIsHonoured();
    void pipelinedRequestsAreAnsweredInOrder();
    void headIsAnsweredWithoutBody();
    void continueIsSentWhenAskedFor();
    void slowRequestIsEnded();
    void idleConnectionIsEnded();
    void tooManyConnectionsAreTurnedAway();
    void silenceNeverAnswers();
    void resetIsSeenAsReset();
    void lateAnswerWaits();
    void dribbledAnswerIsWhole();
    void cutAnswerEndsTheConnection_data();
    void cutAnswerEndsTheConnection();
    void endlessAnswerGoesOnAsLongAsItIsRead();
    void clientsThatHangUpAreForgotten_data();
    void clientsThatHangUpAreForgotten();
    void serverMayEndBeforeItsClients();
    void networkAccessManagerIsServed();
    void manyClientsAtOnce();
    void portInUseIsTold();
};

void TestHttpServer::malformedInputIsRefusedAndTheConnectionEnds_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<int>("status");

    const auto request = [](const QByteArray &line, const QByteArray &headers) {
        return line + "\r\nHost: h\r\n" + headers + "\r\n";
    };
    QTest::addRow("no request line") << QByteArray("hello\r\n\r\n") << 400;
    QTest::addRow("no target") << request("GET HTTP/1.1", "") << 400;
    QTest::addRow("two spaces") << request("GET  / HTTP/1.1", "") << 400;
    QTest::addRow("space in the target") << request("GET /a b HTTP/1.1", "") << 400;
    QTest::addRow("target without slash") << request("GET a HTTP/1.1", "") << 400;
    QTest::addRow("fragment in the target") << request("GET /#a HTTP/1.1", "") << 400;
    QTest::addRow("other scheme") << request("GET ftp://h/ HTTP/1.1", "") << 400;
    QTest::addRow("no version") << request("GET /", "") << 400;
    QTest::addRow("lower-case version") << request("GET / http/1.1", "") << 400;
    QTest::addRow("version of tomorrow") << request("GET / HTTP/2.0", "") << 505;
    QTest::addRow("unknown method") << request("BREW / HTTP/1.1", "") << 501;
    QTest::addRow("method in lower case") << request("get / HTTP/1.1", "") << 501;
    QTest::addRow("CONNECT") << request("CONNECT dev.azure.com:443 HTTP/1.1", "") << 400;
    QTest::addRow("no host") << QByteArray("GET / HTTP/1.1\r\n\r\n") << 400;
    QTest::addRow("two hosts") << request("GET / HTTP/1.1", "Host: h\r\n") << 400;
    QTest::addRow("host with a path") << QByteArray("GET / HTTP/1.1\r\nHost: a/b\r\n\r\n") << 400;
    QTest::addRow("empty host") << QByteArray("GET / HTTP/1.1\r\nHost:\r\n\r\n") << 400;
    QTest::addRow("port of letters") << QByteArray("GET / HTTP/1.1\r\nHost: a:b\r\n\r\n") << 400;
    QTest::addRow("header without colon") << request("GET / HTTP/1.1", "nonsense\r\n") << 400;
    QTest::addRow("space before the colon") << request("GET / HTTP/1.1", "Metadata : true\r\n") << 400;
    QTest::addRow("folded header") << request("GET / HTTP/1.1", "A: b\r\n c\r\n") << 400;
    QTest::addRow("zero byte") << request("GET / HTTP/1.1", QByteArray("A: b\0c\r\n", 8)) << 400;
    QTest::addRow("bare carriage return") << request("GET / HTTP/1.1", "A: b\rc\r\n") << 400;
    QTest::addRow("bare line feed") << request("GET / HTTP/1.1", "A: b\nC: d\r\n") << 400;
    QTest::addRow("length of letters") << request("POST / HTTP/1.1", "Content-Length: x\r\n") << 400;
    QTest::addRow("negative length") << request("POST / HTTP/1.1", "Content-Length: -1\r\n") << 400;
    QTest::addRow("length with sign") << request("POST / HTTP/1.1", "Content-Length: +1\r\n") << 400;
    QTest::addRow("length beyond numbers")
        << request("POST / HTTP/1.1", "Content-Length: 99999999999999999999\r\n") << 400;
    QTest::addRow("two lengths") << request("POST / HTTP/1.1", "Content-Length: 1\r\nContent-Length: 2\r\n")
                                 << 400;
    QTest::addRow("length and chunks")
        << request("POST / HTTP/1.1", "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n") << 400;
    QTest::addRow("unknown encoding")
        << request("POST / HTTP/1.1", "Transfer-Encoding: gzip, chunked\r\n") << 501;
    QTest::addRow("chunk size of letters") << request("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\n")
            + "zz\r\n" << 400;
    QTest::addRow("endless chunk size")
        << request("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\n") + QByteArray(1100, '0') << 400;
    QTest::addRow("chunk longer than told") << request("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\n")
            + "3\r\nabcdef\r\n" << 400;
    QTest::addRow("chunks beyond the limit") << request("POST / HTTP/1.1", "Transfer-Encoding: chunked\r\n")
            + "ffff\r\n" << 413;
    QTest::addRow("body beyond the limit") << request("POST / HTTP/1.1", "Content-Length: 5001\r\n") << 413;
    QTest::addRow("body beyond the limit, sent")
        << request("POST / HTTP/1.1", "Content-Length: 60000\r\n") + QByteArray(60000, 'x') << 413;
    QTest::addRow("headers beyond the limit")
        << request("GET / HTTP/1.1", "A: " + QByteArray(2000, 'x') + "\r\n") << 431;
    QTest::addRow("headers without end") << "GET / HTTP/1.1\r\nHost: h\r\nA: " + QByteArray(2100, 'x') << 431;
    QTest::addRow("too many headers")
        << request("GET / HTTP/1.1", QByteArray("A: b\r\n").repeated(21)) << 431;
    QTest::addRow("TLS greeting") << QByteArray("\x16\x03\x01\x02\x00\x01\x00\x01\xfc", 9) << 400;
}

void TestHttpServer::malformedInputIsRefusedAndTheConnectionEnds()
{
    QFETCH(QByteArray, input);
    QFETCH(int, status);
    int handled = 0;
    HttpServer server(
        [&](const ServerRequest &request) {
            ++handled;
            return tell(request);
        },
        shortLimits());
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    QSignalSpy refused(&server, &HttpServer::requestRefused);

    RawClient client(server.port());
    client.send(input);
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->status, status);
    QCOMPARE(reply->header("Connection"), QByteArray("close"));
    QVERIFY(client.closed());
    QCOMPARE(client.rest(), QByteArray());
    QCOMPARE(handled, 0);
    QCOMPARE(refused.count(), 1);
    QTRY_COMPARE(server.connectionCount(), 0);
}

void TestHttpServer::wellFormedInputIsUnderstood_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<QByteArray>("host");
    QTest::addColumn<QByteArray>("body");

    QTest::addRow("plain") << QByteArray("GET /a HTTP/1.1\r\nHost: dev.azure.com\r\n\r\n")
                           << QByteArray("dev.azure.com") << QByteArray("GET /a []");
    QTest::addRow("host with port, upper case")
        << QByteArray("GET /a HTTP/1.1\r\nHOST:Dev.Azure.COM:8443\r\n\r\n") << QByteArray("dev.azure.com")
        << QByteArray("GET /a []");
    QTest::addRow("IPv6 host") << QByteArray("GET /a HTTP/1.1\r\nHost: [::1]:80\r\n\r\n") << QByteArray("::1")
                               << QByteArray("GET /a []");
    QTest::addRow("absolute target wins") << QByteArray("GET http://one/x HTTP/1.1\r\nHost: two\r\n\r\n")
                                          << QByteArray("one") << QByteArray("GET /x []");
    QTest::addRow("absolute target without path")
        << QByteArray("GET http://one HTTP/1.1\r\nHost: two\r\n\r\n") << QByteArray("one")
        << QByteArray("GET / []");
    QTest::addRow("empty lines before") << QByteArray("\r\n\r\nGET /a HTTP/1.1\r\nHost: h\r\n\r\n")
                                        << QByteArray("h") << QByteArray("GET /a []");
    QTest::addRow("old version") << QByteArray("GET /a HTTP/1.0\r\nHost: h\r\n\r\n") << QByteArray("h")
                                 << QByteArray("GET /a []");
    QTest::addRow("percent-encoded path") << QByteArray("GET /a%20b HTTP/1.1\r\nHost: h\r\n\r\n")
                                          << QByteArray("h") << QByteArray("GET /a b []");
    QTest::addRow("body with a length")
        << QByteArray("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello") << QByteArray("h")
        << QByteArray("POST /a [hello]");
    QTest::addRow("same length twice")
        << QByteArray("PUT /a HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nhi")
        << QByteArray("h") << QByteArray("PUT /a [hi]");
    QTest::addRow("chunks") << QByteArray("PATCH /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n"
                                          "5\r\nhello\r\n6;ext=1\r\n world\r\n0\r\nTrailer: x\r\n\r\n")
                            << QByteArray("h") << QByteArray("PATCH /a [hello world]");
    QTest::addRow("no chunk but the last")
        << QByteArray("DELETE /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        << QByteArray("h") << QByteArray("DELETE /a []");
    QTest::addRow("options for all") << QByteArray("OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n") << QByteArray("h")
                                     << QByteArray("OPTIONS /* []");
}

void TestHttpServer::wellFormedInputIsUnderstood()
{
    QFETCH(QByteArray, input);
    QFETCH(QByteArray, host);
    QFETCH(QByteArray, body);
    HttpServer server(tell);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    RawClient client(server.port());
    client.send(input);
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    QCOMPARE(reply->header("X-Host"), host);
    QCOMPARE(reply->body, body);
}

void TestHttpServer::bytesThatComeOneByOneMakeTheSameRequest()
{
    HttpServer server(tell);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    RawClient client(server.port());
    const QByteArray input =
        "POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
    for (const char c : input) {
        client.send(QByteArray(1, c));
        client.socket().flush();
        QCoreApplication::processEvents();
    }
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->body, QByteArray("POST /a [hello]"));
}

void TestHttpServer::connectionIsKeptForTheNextRequest()
{
    HttpServer server(tell);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    RawClient client(server.port());
    for (int i = 0; i < 5; ++i) {
        client.send("GET /" + QByteArray::number(i) + " HTTP/1.1\r\nHost: h\r\n\r\n");
        const auto reply = client.reply();
        QVERIFY(reply);
        QCOMPARE(reply->body, "GET /" + QByteArray::number(i) + " []");
        QVERIFY(reply->header("Connection").isEmpty());
    }
    QCOMPARE(server.connectionCount(), 1);
}

void TestHttpServer::closeIsHonoured_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addColumn<bool>("closes");
    QTest::addRow("asked for") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
                               << true;
    QTest::addRow("in a list") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nConnection: TE, Close\r\n\r\n")
                               << true;
    QTest::addRow("old version") << QByteArray("GET / HTTP/1.0\r\nHost: h\r\n\r\n") << true;
    QTest::addRow("old version, kept")
        << QByteArray("GET / HTTP/1.0\r\nHost: h\r\nConnection: keep-alive\r\n\r\n") << false;
    QTest::addRow("not asked for") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\n") << false;
}

void TestHttpServer::closeIsHonoured()
{
    QFETCH(QByteArray, input);
    QFETCH(bool, closes);
    HttpServer server(tell);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    RawClient client(server.port());
    client.send(input);
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->header("Connection"), closes ? QByteArray("close") : QByteArray());
    if (closes)
        QVERIFY(client.closed());
    else
        QVERIFY(!client.closed(50));
}

void TestHttpServer::pipelinedRequestsAreAnsweredInOrder()
{
    HttpServer server(tell);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    RawClient client(server.port());
    client.send("GET /late HTTP/1.1\r\nHost: h\r\n\r\n"
                "POST /two HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc"
                "GET /dribble HTTP/1.1\r\nHost: h\r\n\r\n"
                "GET /four HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n"
                "GET /never HTTP/1.1\r\nHost: h\r\n\r\n");
    for (const char *expected : {"GET /late []", "POST /two [abc]", "GET /dribble []", "GET /four []"}) {
        const auto reply = client.reply();
        QVERIFY(reply);
        QCOMPARE(reply->body, QByteArray(expected));
    }
    QVERIFY(client.closed());
    QCOMPARE(client.rest(), QByteArray());
}

void TestHttpServer::headIsAnsweredWithoutBody()
{
    HttpServer server(tell);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    RawClient client(server.port());
    client.send("HEAD /a HTTP/1.1\r\nHost: h\r\n\r\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto head = client.reply(true);
    QVERIFY(head);
    QCOMPARE(head->header("Content-Length"), QByteArray::number(qstrlen("HEAD /a []")));
    const auto next = client.reply();
    QVERIFY(next);
    QCOMPARE(next->body, QByteArray("GET /b []"));
}

void TestHttpServer::continueIsSentWhenAskedFor()
{
    HttpServer server(tell);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    RawClient client(server.port());
    client.send("POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
    const auto go = client.reply();
    QVERIFY(go);
    QCOMPARE(go->status, 100);
    client.send("hello");
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->body, QByteArray("POST /a [hello]"));
}

void TestHttpServer::slowRequestIsEnded()
{
    HttpServer server(tell, shortLimits());
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    RawClient client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: h\r\n");
    // Feeding single bytes must not buy more time.
    const auto isAnswered = [&client] {
        client.socket().write("A");
        return client.socket().bytesAvailable() > 0;
    };
    QTRY_VERIFY_WITH_TIMEOUT(isAnswered(), 30'000);
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->status, 408);
    QTRY_COMPARE(server.connectionCount(), 0);
}

void TestHttpServer::idleConnectionIsEnded()
{
    HttpServer server(tell, shortLimits());
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    RawClient client(server.port());
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    QVERIFY(client.reply());
    QVERIFY(client.closed());
    // An orderly end: the client may not take it for a failure.
    QCOMPARE(client.socket().error(), QAbstractSocket::RemoteHostClosedError);
    QCOMPARE(client.rest(), QByteArray());
}

void TestHttpServer::tooManyConnectionsAreTurnedAway()
{
    HttpServer server(tell, shortLimits());
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 8; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        clients.back()->send("GET /silence HTTP/1.1\r\nHost: h\r\n\r\n");
    }
    QTRY_COMPARE(server.connectionCount(), 8);
    RawClient late(server.port());
    QVERIFY(late.closed());
    QCOMPARE(server.connectionCount(), 8);
    clients.clear();
    QTRY_COMPARE(server.connectionCount(), 0);
    RawClient next(server.port());
    next.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    QVERIFY(next.reply());
}

void TestHttpServer::silenceNeverAnswers()
{
    HttpServer server(tell, shortLimits());
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    RawClient client(server.port());
    client.send("GET /silence HTTP/1.1\r\nHost: h\r\n\r\n");
    // Longer than every limit of the server: silence is not a timeout.
    QVERIFY(!client.closed(1000));
    client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    QVERIFY(!client.reply(false, 100));
    QCOMPARE(client.rest(), QByteArray());
    QCOMPARE(server.connectionCount(), 1);
    client.socket().abort();
    QTRY_COMPARE(server.connectionCount(), 0);
}

void TestHttpServer::resetIsSeenAsReset()
{
    HttpServer server(tell);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
#ifndef Q_OS_WIN
    // Qt has one error for both ends of a connection; only the system tells a reset from a goodbye.
    const int descriptor = ::socket(AF_INET, SOCK_STREAM, 0);
    QVERIFY(descriptor >= 0);
    const auto close = qScopeGuard([descriptor] { ::close(descriptor); });
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(server.port());
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    QCOMPARE(::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address), 0);
    constexpr char request[] = "GET /reset HTTP/1.1\r\nHost: h\r\n\r\n";
    QCOMPARE(::send(descriptor, request, sizeof request - 1, 0), ssize_t(sizeof request - 1));
    int failure = 0; // the error is told once, the next read is an ordinary end
    QVERIFY(QTest::qWaitFor([descriptor, &failure] {
        char byte = 0;
        if (::recv(descriptor, &byte, 1, MSG_DONTWAIT) >= 0)
            return true;
        failure = errno;
        return failure != EAGAIN;
    }));
    QCOMPARE(failure, ECONNRESET);
    QTRY_COMPARE(server.connectionCount(), 0);
#endif
    QNetworkAccessManager manager;
    manager.setProxy(QNetworkProxy::NoProxy);
    const std::unique_ptr<QNetworkReply> reply(
        manager.get(QNetworkRequest(QUrl(u"http://127.0.0.1:%1/reset"_s.arg(server.port())))));
    QTRY_VERIFY(reply->isFinished());
    QCOMPARE(reply->error(), QNetworkReply::RemoteHostClosedError);
}

void TestHttpServer::lateAnswerWaits()
{
    HttpServer server(tell);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    RawClient late(server.port());
    RawClient prompt(server.port());
    QByteArrayList answered;
    connect(&late.socket(), &QTcpSocket::readyRead, this, [&answered] { answered.append("late"); });
    connect(&prompt.socket(), &QTcpSocket::readyRead, this, [&answered] { answered.append("prompt"); });
    late.send("GET /late HTTP/1.1\r\nHost: h\r\n\r\n");
    prompt.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    QVERIFY(late.reply());
    QVERIFY(prompt.reply());
    QCOMPARE(answered.first(), QByteArray("prompt"));
    QCOMPARE(answered.last(), QByteArray("late"));
}

void TestHttpServer::dribbledAnswerIsWhole()
{
    HttpServer server(tell);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    RawClient client(server.port());
    client.send("GET /dribble HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto reply = client.reply();
    QVERIFY(reply);
    QCOMPARE(reply->body, QByteArray("GET /dribble []"));
}

void TestHttpServer::cutAnswerEndsTheConnection_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<bool>("isWhole"); // a reset may take back what was sent before it
    QTest::newRow("orderly") << QByteArray("/cut") << true;
    QTest::newRow("by a reset") << QByteArray("/cut-and-reset") << false;
}

void TestHttpServer::cutAnswerEndsTheConnection()
{
    QFETCH(QByteArray, path);
    QFETCH(bool, isWhole);
    HttpServer server(tell);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    RawClient client(server.port());
    client.send("GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
    QVERIFY(client.closed());
    const QByteArray got = client.rest();
    if (isWhole)
        QCOMPARE(got, QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it"));
    else
        QVERIFY(QByteArray("HTTP/1.1 200 OK\r\nContent-Le").startsWith(got));
}

void TestHttpServer::endlessAnswerGoesOnAsLongAsItIsRead()
{
    HttpServer server(tell);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    {
        RawClient client(server.port());
        client.send("GET /endless HTTP/1.1\r\nHost: h\r\n\r\n");
        qint64 got = 0;
        QVERIFY(QTest::qWaitFor(
            [&] {
                got += client.rest().size();
                return got > 5'000'000;
            },
            20'000));
    }
    QVERIFY(QTest::qWaitFor([&] { return server.connectionCount() == 0; }, 20'000));
}

void TestHttpServer::clientsThatHangUpAreForgotten_data()
{
    QTest::addColumn<QByteArray>("input");
    QTest::addRow("before anything") << QByteArray();
    QTest::addRow("in the middle of the head") << QByteArray("GET / HT");
    QTest::addRow("in the middle of the body")
        << QByteArray("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 50\r\n\r\nabc");
    QTest::addRow("before a late answer") << QByteArray("GET /late HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::addRow("during a dribbled answer") << QByteArray("GET /dribble HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::addRow("during a big answer") << QByteArray("GET /big HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::addRow("during silence") << QByteArray("GET /silence HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::addRow("with more requests waiting")
        << QByteArray("GET /late HTTP/1.1\r\nHost: h\r\n\r\n").repeated(20);
}

void TestHttpServer::clientsThatHangUpAreForgotten()
{
    QFETCH(QByteArray, input);
    HttpServer server(tell);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    for (int i = 0; i < 10; ++i) {
        RawClient client(server.port());
        client.send(input);
        client.socket().flush();
        QTRY_VERIFY(server.connectionCount() > 0);
        // Further on each time, down to the middle of an answer.
        for (int turn = 0; turn < i; ++turn)
            QCoreApplication::processEvents();
        client.socket().abort();
    }
    QTRY_COMPARE(server.connectionCount(), 0);
    // A late answer that is asked for now comes after those that nobody waits for any more.
    RawClient client(server.port());
    client.send("GET /late HTTP/1.1\r\nHost: h\r\n\r\n");
    QVERIFY(client.reply());
}

void TestHttpServer::serverMayEndBeforeItsClients()
{
    std::vector<std::unique_ptr<RawClient>> clients;
    {
        HttpServer server(tell);
        QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
        for (const char *path : {"/late", "/silence", "/dribble", "/big", "/"}) {
            clients.push_back(std::make_unique<RawClient>(server.port()));
            clients.back()->send("GET " + QByteArray(path) + " HTTP/1.1\r\nHost: h\r\n\r\n");
        }
        QTRY_COMPARE(server.connectionCount(), 5);
    }
    for (const auto &client : clients)
        QVERIFY(client->closed());
}

void TestHttpServer::networkAccessManagerIsServed()
{
    HttpServer server(tell);
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    QNetworkAccessManager manager;
    manager.setProxy(QNetworkProxy::NoProxy);
    for (int i = 0; i < 3; ++i) {
        QNetworkRequest request(QUrl(u"http://127.0.0.1:%1/big"_s.arg(server.port())));
        request.setRawHeader("Host", "dev.azure.com");
        const std::unique_ptr<QNetworkReply> reply(manager.get(request));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QCOMPARE(reply->rawHeader("X-Host"), QByteArray("dev.azure.com"));
        QCOMPARE(reply->readAll().size(), 3'000'000);
    }
    QCOMPARE(server.connectionCount(), 1);
}

void TestHttpServer::manyClientsAtOnce()
{
    int waiting = 0;
    int mostWaiting = 0;
    HttpServer server([&](const ServerRequest &request) {
        mostWaiting = std::max(mostWaiting, ++waiting);
        return tell(request);
    });
    QVERIFY(server.listen(QHostAddress(QHostAddress::LocalHost)));
    std::vector<std::unique_ptr<RawClient>> clients;
    for (int i = 0; i < 100; ++i) {
        clients.push_back(std::make_unique<RawClient>(server.port()));
        connect(&clients.back()->socket(), &QTcpSocket::readyRead, this, [&waiting] { --waiting; });
        clients.back()->send("GET /late HTTP/1.1\r\nHost: h\r\n\r\n");
    }
    for (const auto &client : clients)
        QVERIFY(client->reply());
    QVERIFY2(mostWaiting > 10, "late answers must not wait for each other");
}

void TestHttpServer::portInUseIsTold()
{
    HttpServer first(tell);
    QVERIFY(first.listen(QHostAddress(QHostAddress::LocalHost)));
    HttpServer second(tell);
    QVERIFY(!second.listen(QHostAddress(QHostAddress::LocalHost), first.port()));
    QVERIFY(!second.errorString().isEmpty());
    QCOMPARE(second.port(), quint16(0));
}

QTEST_GUILESS_MAIN(TestHttpServer)
#include "tst_httpserver.moc"
