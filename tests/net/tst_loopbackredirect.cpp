#include "core/net/loopbackredirect.h"
#include "tests/support/await.h"

#include <QNetworkInterface>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTimer>

#include <memory>
#include <vector>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

const QString state = u"st-4Te_~1"_s;

QByteArray request(const QByteArray &target, const QByteArray &host, const QByteArray &method = "GET")
{
    return method + ' ' + target + " HTTP/1.1\r\nHost: " + host + "\r\nAccept: */*\r\n\r\n";
}

// Sends the bytes, and gives what comes until the connection ends.
QByteArray exchange(const LoopbackRedirect &listener, const QByteArray &bytes,
                    const QHostAddress &address = QHostAddress(QHostAddress::LocalHost))
{
    QTcpSocket socket;
    socket.connectToHost(address, quint16(listener.address().port()));
    socket.write(bytes);
    if (!QTest::qWaitFor([&socket] { return socket.state() == QAbstractSocket::UnconnectedState; }, 10'000))
        qFatal("the connection does not end");
    return socket.readAll();
}

QByteArray hostOf(const LoopbackRedirect &listener)
{
    return "localhost:" + QByteArray::number(listener.address().port());
}

// Waits for the answer, and writes it where the test looks.
void listenInto(LoopbackRedirect *listener, std::optional<RedirectAnswer> *answer, bool *ended)
{
    QCoro::connect(listener->answer(std::chrono::seconds(30), std::stop_token()), listener,
                   [answer, ended](const std::optional<RedirectAnswer> &given) {
                       *answer = given;
                       *ended = true;
                   });
}

} // namespace

class TestLoopbackRedirect : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatIsNotTheAnswerChangesNothing_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("host"); // empty: the right one
        QTest::addColumn<QByteArray>("method");
        const auto row = [](const char *name, const QByteArray &target, const QByteArray &host = {},
                            const QByteArray &method = "GET") {
            QTest::addRow("%s", name) << target << host << method;
        };
        row("favicon", "/favicon.ico");
        row("no query", "/");
        row("no state", "/?code=bad");
        row("another state", "/?code=bad&state=other");
        row("a state that only begins alike", "/?code=bad&state=st-4Te_");
        row("another path", "/callback?code=bad&state=st-4Te_~1");
        row("another host name", "/?code=bad&state=st-4Te_~1", "evil.example");
        row("the name of another port", "/?code=bad&state=st-4Te_~1", "localhost:1");
        row("a POST", "/?code=bad&state=st-4Te_~1", {}, "POST");
        row("a whole address", "http://evil.example/?code=bad&state=st-4Te_~1", "evil.example");
        row("no address", "");
    }

    void whatIsNotTheAnswerChangesNothing()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, host);
        QFETCH(QByteArray, method);
        auto *listener = new LoopbackRedirect(state, this);
        QVERIFY(listener->listen());
        std::optional<RedirectAnswer> answer;
        bool ended = false;
        listenInto(listener, &answer, &ended);
        const QByteArray page =
            exchange(*listener, request(target, host.isEmpty() ? hostOf(*listener) : host, method));
        QVERIFY2(page.startsWith("HTTP/1.1 404 "), page.constData());
        QVERIFY(!page.contains("bad"));
        QVERIFY(!ended);

        const QByteArray right =
            exchange(*listener, request("/?code=good%2B1&state=st-4Te_~1", hostOf(*listener)));
        QVERIFY2(right.startsWith("HTTP/1.1 200 "), right.constData());
        QTRY_VERIFY(ended);
        QVERIFY(answer);
        QCOMPARE(answer->code.reveal(), QByteArray("good+1"));
        listener->deleteLater();
    }

    void theFirstAnswerCounts()
    {
        auto *listener = new LoopbackRedirect(state, this);
        QVERIFY(listener->listen());
        const QByteArray first =
            exchange(*listener,
                     request("/?error=access_denied&error_description=The+user+said+no&state=st-4Te_~1",
                             hostOf(*listener)));
        const QByteArray second =
            exchange(*listener, request("/?code=late&state=st-4Te_~1", hostOf(*listener)));
        QVERIFY(first.contains("not completed"));
        QVERIFY(second.contains("not completed"));
        const auto answer = await(listener->answer(std::chrono::seconds(30), std::stop_token()));
        QVERIFY(answer);
        QVERIFY(answer->code.isEmpty());
        QCOMPARE(answer->error, u"access_denied"_s);
        QCOMPARE(answer->errorDescription, u"The user said no"_s);
        listener->deleteLater();
    }

    void thePageHoldsNothingFromOutside()
    {
        auto *listener = new LoopbackRedirect(state, this);
        QVERIFY(listener->listen());
        const QByteArray page =
            exchange(*listener,
                     request("/?error=%3Cscript%3E&error_description=%3Cscript%3E&state=st-4Te_~1",
                             hostOf(*listener)));
        QVERIFY(page.startsWith("HTTP/1.1 200 "));
        QVERIFY(!page.contains("<script"));
        QVERIFY(page.contains("Content-Security-Policy: default-src 'none'"));
        QVERIFY(page.contains("Cache-Control: no-store"));
        QVERIFY(page.contains("Referrer-Policy: no-referrer"));
        QVERIFY(!page.contains("http://") && !page.contains("https://"));
        listener->deleteLater();
    }

    void aRequestThatDoesNotEndIsEnded()
    {
        auto *listener = new LoopbackRedirect(state, this);
        QVERIFY(listener->listen());
        const QByteArray page = exchange(*listener, "GET /?" + QByteArray(40'000, 'x'));
        QVERIFY(page.isEmpty() || page.startsWith("HTTP/1.1 404 "));
        listener->deleteLater();
    }

    void aRequestInPiecesIsPutTogether()
    {
        auto *listener = new LoopbackRedirect(state, this);
        QVERIFY(listener->listen());
        std::optional<RedirectAnswer> answer;
        bool ended = false;
        listenInto(listener, &answer, &ended);
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), quint16(listener->address().port()));
        QTRY_COMPARE(socket.state(), QAbstractSocket::ConnectedState);
        const QByteArray whole = request("/?code=good&state=st-4Te_~1", hostOf(*listener));
        for (const char c : whole) {
            socket.write(&c, 1);
            QTest::qWait(0);
        }
        QTRY_VERIFY(ended);
        QVERIFY(answer);
        QCOMPARE(answer->code.reveal(), QByteArray("good"));
        listener->deleteLater();
    }

    void idleConnectionsDoNotKeepTheAnswerOut()
    {
        auto *listener = new LoopbackRedirect(state, this);
        QVERIFY(listener->listen());
        std::optional<RedirectAnswer> answer;
        bool ended = false;
        listenInto(listener, &answer, &ended);
        std::vector<std::unique_ptr<QTcpSocket>> idle;
        for (int i = 0; i < 40; ++i) {
            idle.push_back(std::make_unique<QTcpSocket>());
            idle.back()->connectToHost(QHostAddress(QHostAddress::LocalHost),
                                       quint16(listener->address().port()));
            QTRY_COMPARE(idle.back()->state(), QAbstractSocket::ConnectedState);
            // Some have begun to talk.
            if (i % 2 == 0)
                idle.back()->write("GET /");
        }
        const QByteArray reply =
            exchange(*listener, request("/?code=good&state=st-4Te_~1", hostOf(*listener)));
        QVERIFY2(reply.startsWith("HTTP/1.1 200"), reply.constData());
        QTRY_VERIFY(ended);
        QCOMPARE(answer->code.reveal(), QByteArray("good"));
        listener->deleteLater();
    }

    void bothLoopbacksAnswerAndNoOtherAddress()
    {
        auto *listener = new LoopbackRedirect(state, this);
        QVERIFY(listener->listen());
        const quint16 port = quint16(listener->address().port());
        const QList<QHostAddress> addresses = QNetworkInterface::allAddresses();
        for (const QHostAddress &address : addresses) {
            QTcpSocket socket;
            socket.connectToHost(address, port);
            QTRY_VERIFY(socket.state() == QAbstractSocket::ConnectedState
                        || socket.state() == QAbstractSocket::UnconnectedState);
            QCOMPARE(socket.state() == QAbstractSocket::ConnectedState, address.isLoopback());
        }
        listener->deleteLater();
    }

    void aPortThatAnotherProgramHasIsNotShared_data()
    {
        QTest::addColumn<QHostAddress>("taken");
        QTest::addRow("on 127.0.0.1") << QHostAddress(QHostAddress::LocalHost);
        QTest::addRow("on ::1") << QHostAddress(QHostAddress::LocalHostIPv6);
    }

    void aPortThatAnotherProgramHasIsNotShared()
    {
        QFETCH(QHostAddress, taken);
        QTcpServer other;
        if (!other.listen(taken))
            QSKIP("this machine has no such address");
        auto *listener = new LoopbackRedirect(state, this);
        QVERIFY(listener->listen(other.serverPort()));
        QVERIFY(listener->address().port() != other.serverPort());
        // Whichever a browser takes, it comes to the listener.
        for (const QHostAddress::SpecialAddress address :
             {QHostAddress::LocalHost, QHostAddress::LocalHostIPv6}) {
            QTcpServer probe;
            QVERIFY(!probe.listen(QHostAddress(address), quint16(listener->address().port())));
        }
        listener->deleteLater();
    }

    void nobodyComesBack_data()
    {
        QTest::addColumn<bool>("stopped");
        QTest::addRow("until the limit") << false;
        QTest::addRow("until a stop") << true;
    }

    void nobodyComesBack()
    {
        QFETCH(bool, stopped);
        auto *listener = new LoopbackRedirect(state, this);
        QVERIFY(listener->listen());
        const quint16 port = quint16(listener->address().port());
        std::stop_source stop;
        if (stopped)
            QTimer::singleShot(10, this, [&stop] { stop.request_stop(); });
        const std::chrono::milliseconds limit =
            stopped ? std::chrono::minutes(5) : std::chrono::milliseconds(50);
        QVERIFY(!await(listener->answer(limit, stop.get_token())));
        // And nothing listens any more.
        QTcpSocket socket;
        socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        QTRY_COMPARE(socket.error(), QAbstractSocket::ConnectionRefusedError);
        listener->deleteLater();
    }
};

QTEST_GUILESS_MAIN(TestLoopbackRedirect)
#include "tst_loopbackredirect.moc"
