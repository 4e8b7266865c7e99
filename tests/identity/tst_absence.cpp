// Every way to be without an identity, on the real address of the metadata service inside a network namespace
// of this process: which class the first verdict names, and when. Times are printed, never asserted.

#include "core/diagnosis/check.h"
#include "core/diagnosis/runner.h"
#include "core/identity/absence.h"
#include "core/identity/identityendpoint.h"
#include "tests/support/await.h"
#include "tests/support/fakeserver.h"
#include "tests/support/words.h"

#include <QElapsedTimer>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

#include <cstdio>

#ifdef Q_OS_LINUX
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using namespace signet;
using namespace std::chrono_literals;

namespace {

const QString address = u"169.254.169.254"_s;

QByteArray page(int status, const QByteArray &body, const QByteArray &headers = {})
{
    return FakeServer::answer(status, body, headers);
}

// Behaves as told at the metadata address; an answer may wait.
class MetadataServer final : public QTcpServer {
public:
    explicit MetadataServer(QByteArray answer, std::chrono::milliseconds pause = 0ms)
    {
        connect(this, &QTcpServer::newConnection, this, [this, answer, pause] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [socket, answer, pause] {
                if (!socket->readAll().contains("\r\n\r\n") || answer == FakeServer::silence)
                    return;
                if (answer == FakeServer::reset) {
                    socket->abort();
                    return;
                }
                QTimer::singleShot(pause, socket, [socket, answer] { socket->write(answer); });
            });
            connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        });
        if (!listen(QHostAddress(address), 80))
            qFatal("cannot listen on %s", qPrintable(address));
    }
};

#ifdef Q_OS_LINUX
// A listening socket whose queue is full: the kernel drops further connection requests in silence.
class FullQueue {
public:
    FullQueue()
    {
        sockaddr_in to{};
        to.sin_family = AF_INET;
        to.sin_port = htons(80);
        inet_pton(AF_INET, "169.254.169.254", &to.sin_addr);
        m_sockets.append(::socket(AF_INET, SOCK_STREAM, 0));
        const int on = 1;
        ::setsockopt(m_sockets.front(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
        if (::bind(m_sockets.front(), reinterpret_cast<sockaddr *>(&to), sizeof to) != 0
            || ::listen(m_sockets.front(), 0) != 0)
            qFatal("cannot listen on %s", qPrintable(address));
        for (int i = 0; i < 4; ++i) {
            m_sockets.append(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0));
            ::connect(m_sockets.last(), reinterpret_cast<sockaddr *>(&to), sizeof to);
        }
    }
    ~FullQueue()
    {
        for (const int socket : std::as_const(m_sockets))
            ::close(socket);
    }
    Q_DISABLE_COPY_MOVE(FullQueue)

private:
    QList<int> m_sockets;
};
#endif

QCoro::Task<Observation> observeMachine(std::shared_ptr<RunContext> context, std::stop_token)
{
    MachineSeen seen;
    seen.machine = context->machine;
    co_return Observation(std::move(seen));
}

// The check of the program, without the two more questions that follow some refusals.
QCoro::Task<Observation> observeToken(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    const Http http = context->http.withPurpose(u"identity.token"_s);
    auto asking = askForToken(http, TokenQuestion(), stop);
    TokenSeen seen;
    seen.answer = co_await asking;
    co_return Observation(std::move(seen));
}

std::vector<Check> checks()
{
    return {{.id = check::machineHost,
             .stage = "machine"_L1,
             .title = "",
             .needs = {},
             .asksAfter = {},
             .limit = 0s,
             .observe = observeMachine,
             .judge = findCheck(check::machineHost)->judge,
             .judgeSilence = nullptr},
            {.id = check::identityToken,
             .stage = "token"_L1,
             .title = "",
             .needs = {check::machineHost},
             .asksAfter = {check::machineHost},
             .limit = 12s,
             .observe = observeToken,
             .judge = findCheck(check::identityToken)->judge,
             .judgeSilence = findCheck(check::identityToken)->judgeSilence}};
}

struct Told {
    QString first; // class of the first verdict
    qint64 firstAfterMs = -1;
    QString last;
    Status status = Status::Unknown;
};

QString classOf(const std::optional<Problem> &problem)
{
    return problem ? problem->evidence["absence"_L1].toString() : u"none"_s;
}

Told run(const QJsonObject &files)
{
    const Host host = Host::from(*HostImage::fromJson({{u"clock"_s, 1790000000}, {u"files"_s, files}}));
    const auto context = std::make_shared<RunContext>(Http(host, NetSettings()), host, Question());
    const std::vector<Check> list = checks();
    Told told;
    QElapsedTimer clock;
    clock.start();
    const Report report = await(runChecks(list, context, {}, [&told, &clock](const Report &soFar) {
        const CheckResult *check = soFar.check("identity.token"_L1);
        if (told.firstAfterMs >= 0 || (!check->provisional && check->phase != Phase::Done))
            return;
        told.firstAfterMs = clock.elapsed();
        told.first = classOf(check->provisional ? check->provisional : check->problem);
    }));
    const CheckResult *check = report.check("identity.token"_L1);
    told.last = classOf(check->problem);
    told.status = check->status;
    return told;
}

void execute(const QStringList &arguments)
{
    QProcess process;
    process.start(u"ip"_s, arguments);
    if (!process.waitForFinished(10'000) || process.exitCode() != 0)
        qFatal("ip %s: %s", qPrintable(arguments.join(u' ')), process.readAllStandardError().constData());
}

QByteArray tokenDocument()
{
    const auto part = [](const char *json) {
        return QByteArray(json).toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    return R"({"access_token":")" + part(R"({"alg":"RS256"})") + '.'
        + part(R"({"aud":"499b84ac-1321-427f-aa17-267ca6975798","exp":1790086400,"appidacr":"2",)"
               R"("tid":"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a","oid":"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4",)"
               R"("appid":"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"})")
        + R"(.c2ln","expires_on":"1790086400","token_type":"Bearer"})";
}

struct Row {
    QByteArray name;
    Told told;
};
QList<Row> table;

} // namespace

class TestAbsence final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
#ifdef Q_OS_LINUX
        if (::geteuid() != 0 || QStandardPaths::findExecutable(u"ip"_s).isEmpty())
            QSKIP("a network namespace needs root and ip (package iproute2)");
        // Threads that Qt starts from now on are in it, too; it ends with this process.
        if (::unshare(CLONE_NEWNET) != 0)
            QSKIP("this machine gives no network namespace");
        execute({u"link"_s, u"set"_s, u"lo"_s, u"up"_s});
#else
        QSKIP("network namespaces are Linux's");
#endif
    }

    void cleanupTestCase()
    {
        std::printf("\n%-28s %-18s %9s   %s\n", "situation", "first verdict", "after", "in the end");
        for (const Row &row : std::as_const(table))
            std::printf("%-28s %-18s %6lld ms   %s\n", row.name.constData(), qPrintable(row.told.first),
                        static_cast<long long>(row.told.firstAfterMs), qPrintable(row.told.last));
        std::fflush(stdout);
    }

    void noWay_data()
    {
        QTest::addColumn<QString>("situation");
        QTest::addColumn<QString>("first");
        QTest::addColumn<QString>("last");
        QTest::addRow("no route") << u"no-route"_s << u"no-route"_s << u"no-route"_s;
        QTest::addRow("no neighbour") << u"no-neighbour"_s << u"dropped"_s << u"dropped"_s;
        QTest::addRow("nobody listens") << u"refused"_s << u"refused"_s << u"refused"_s;
        QTest::addRow("full queue") << u"full"_s << u"dropped"_s << u"dropped"_s;
    }

    void noWay()
    {
        QFETCH(QString, situation);
        QFETCH(QString, first);
        QFETCH(QString, last);
#ifdef Q_OS_LINUX
        std::unique_ptr<FullQueue> queue;
        if (situation == "no-neighbour"_L1) {
            execute(
                {u"link"_s, u"add"_s, u"veth0"_s, u"type"_s, u"veth"_s, u"peer"_s, u"name"_s, u"veth1"_s});
            for (const QString &name : {u"veth0"_s, u"veth1"_s})
                execute({u"link"_s, u"set"_s, name, u"up"_s});
            execute({u"addr"_s, u"add"_s, u"169.254.1.1/16"_s, u"dev"_s, u"veth0"_s});
        } else if (situation != "no-route"_L1) {
            ownAddress();
        }
        if (situation == "full"_L1)
            queue = std::make_unique<FullQueue>();
#endif
        const Told told = run({});
        if (situation == "no-neighbour"_L1)
            execute({u"link"_s, u"del"_s, u"veth0"_s});
        table.append({QTest::currentDataTag(), told});
        QCOMPARE(told.first, first);
        QCOMPARE(told.last, last);
        QCOMPARE(word(told.status), word(Status::Failed));
    }

    void somebodyAnswers_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("absence");
        const auto row = [](const char *name, const QByteArray &answer, const char *absence) {
            QTest::addRow("%s", name) << answer << QString::fromLatin1(absence);
        };
        const QByteArray imds = "Server: IMDS/150.870.65.1854\r\nContent-Type: application/json\r\n";
        row("reset before an answer", FakeServer::reset, "refused");
        row("proxy, 407", page(407, "", "Proxy-Authenticate: Basic realm=x\r\n"), "proxy-answered");
        row("proxy, 504", page(504, "<html>Gateway timeout</html>", "Via: 1.1 proxy\r\n"), "proxy-answered");
        row("proxy added its header",
            page(400, R"({"error":"bad_request","error_description":"X-Forwarded-For is not allowed"})",
                 imds),
            "proxy-answered");
        row("docker desktop",
            page(403, "connecting to 169.254.169.254:80: connecting to 169.254.169.254:80: dial tcp"),
            "docker-desktop");
        row("captive portal", page(200, "<html>Sign in to the network</html>", "Content-Type: text/html\r\n"),
            "captive-portal");
        row("amazon", page(404, "", "Server: EC2ws\r\n"), "other-cloud");
        row("google",
            page(403, "Missing Metadata-Flavor:Google header.", "Server: Metadata Server for VM\r\n"),
            "other-cloud");
        row("guest proxy agent, 403", page(403, "", "x-ms-azure-host-authorization: x\r\n"),
            "guest-proxy-agent");
        row("guest proxy agent, 421", page(421, ""), "guest-proxy-agent");
        row("no identity",
            page(400, R"({"error":"invalid_request","error_description":"Identity not found"})", imds),
            "no-identity");
        row("several identities",
            page(
                400,
                R"({"error":"invalid_request","error_description":"Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request"})",
                imds),
            "several-identities");
        row("being updated, 404", page(404, "", imds), "updating");
        row("being updated, 410", page(410, "", imds), "updating");
        row("throttled",
            page(
                429,
                R"({"error":"invalid_request","error_description":"Temporarily throttled, too many requests"})",
                imds),
            "throttled");
        row("something else", page(200, "<html>", "Content-Type: application/json\r\nServer: nginx\r\n"),
            "captive-portal");
    }

    void somebodyAnswers()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, absence);
        ownAddress();
        const MetadataServer server(answer);
        const Told told = run({});
        table.append({QTest::currentDataTag(), told});
        QCOMPARE(told.first, absence);
        QCOMPARE(told.last, absence);
    }

    void silenceIsNotCalledAbsenceForGood()
    {
        ownAddress();
        const MetadataServer server(page(200, tokenDocument(), "Server: IMDS/1\r\n"), 2500ms);
        const Told told = run({});
        table.append({"answers after 2.5 s", told});
        QCOMPARE(told.first, u"mute"_s);
        QCOMPARE(told.last, u"none"_s);
        QCOMPARE(word(told.status), word(Status::Passed));
    }

    void aMuteServerStaysMute()
    {
        ownAddress();
        const MetadataServer server(FakeServer::silence);
        const Told told = run({{u"/sys/class/dmi/id/chassis_asset_tag"_s, u"No Asset Tag\n"_s}});
        table.append({"takes the connection only", told});
        QCOMPARE(told.first, u"mute"_s);
        QCOMPARE(told.last, u"mute"_s);
    }

private:
    void ownAddress()
    {
        if (m_isOwned)
            return;
        execute({u"addr"_s, u"add"_s, address + u"/32"_s, u"dev"_s, u"lo"_s});
        m_isOwned = true;
    }

    bool m_isOwned = false;
};

QTEST_GUILESS_MAIN(TestAbsence)
#include "tst_absence.moc"
