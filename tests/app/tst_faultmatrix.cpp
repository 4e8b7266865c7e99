// Every request of a diagnosis with every fault of a network or of a service. A diagnosis always ends, within
// the limits of the check that asks, and within 64 MiB of memory; it is never ready without an answer that
// decides, and what it names is true. The requests are those that the diagnoses of the healthy machines send.

#include "core/diagnosis/check.h"
#include "core/sandbox/server/certificateauthority.h"
#include "core/sandbox/server/httpserver.h"
#include "tests/app/simulatedrun.h"
#include "tests/support/await.h"
#include "tests/support/peakmemory.h"

#include <QJsonArray>
#include <QTest>

#include <cstdio>
#include <deque>
#include <memory>
#include <vector>

using namespace Qt::StringLiterals;
using namespace signet;
using namespace signet::sandbox;
using namespace signet::test;
using namespace std::chrono_literals;

namespace {

constexpr qint64 mostKilobytes = 64 * 1024;
// Of a request whose fault is that it really waits.
constexpr auto shortLimit = 150ms;
// Diagnoses that are under way at once: most wait for something.
constexpr int sideBySide = 12;

// One request of a diagnosis, on the first machine that sends it.
struct Asked {
    QString machine; // name of the scenario
    QString method;
    QString host;
    QString path;
    QStringList checks; // that send it
    int times = 0; // on a healthy machine

    QString name() const { return method + u' ' + host + path; }
    bool isSame(const QString &otherMethod, const QString &otherHost, const QString &otherPath) const
    {
        return otherMethod == method && otherHost == host && otherPath == path;
    }
    bool isSame(const Request &request) const
    {
        return isSame(QString::fromLatin1(request.method), request.url.host(), request.url.path());
    }
};

enum class Tls { None, Expired, Foreign, SelfSigned, WrongName };

struct MatrixFault {
    const char *name;
    std::optional<Delivery> failure = {}; // of the request, which reaches no server
    ServerResponse (*answer)(const ServerResponse &usual) = nullptr;
    bool waits = false; // really, until the limit of the answer
    bool floods = false; // is measured by itself
    Tls tls = Tls::None;
};

ServerResponse plain(int status, const QByteArray &body, const QByteArray &type = "application/json")
{
    ServerResponse response;
    response.status = status;
    response.body = body;
    if (!type.isEmpty())
        response.addHeader("Content-Type", type);
    return response;
}

// The service refuses, in its own way: what says that the answer is the service's stays.
ServerResponse byService(const ServerResponse &usual, int status, const QByteArray &body)
{
    ServerResponse response = usual;
    response.status = status;
    response.body = body;
    return response;
}

template <int Status>
ServerResponse refusedByService(const ServerResponse &usual)
{
    return byService(usual, Status,
                     "{\"message\":\"refused\",\"error\":\"refused\",\"error_description\":\"refused\"}");
}

template <int Status>
ServerResponse emptyOnTheWay(const ServerResponse &)
{
    return plain(Status, {}, {});
}

constexpr auto page = "<!DOCTYPE html><html><head><title>Welcome</title></head><body>Sign in</body></html>";

template <int Status>
ServerResponse pageOnTheWay(const ServerResponse &)
{
    return plain(Status, page, "text/html");
}

// The service's own answer, whose body says something else.
template <const char *Body>
ServerResponse serviceSays(const ServerResponse &usual)
{
    return byService(usual, 200, Body);
}

ServerResponse onWire(const QByteArray &bytes)
{
    ServerResponse response;
    response.wire = bytes;
    return response;
}

QByteArray headOf(const ServerResponse &usual, qint64 length)
{
    QByteArray head = "HTTP/1.1 200 OK\r\n";
    for (const auto &[name, value] : usual.headers)
        head += name + ": " + value + "\r\n";
    return head + "Content-Length: " + QByteArray::number(length) + "\r\n\r\n";
}

// 96 MiB, and a thousandth of that on the wire. qCompress() makes the format of zlib; its inside is that of
// gzip, whose sum at the end is never reached.
const QByteArray &bomb()
{
    static const QByteArray packed = QByteArray::fromHex("1f8b0800000000000003")
        + qCompress(QByteArray(96 * 1024 * 1024, ' '), 1).mid(6).chopped(4);
    return packed;
}

constexpr char nullBody[] = "null";
constexpr char emptyBody[] = "";
constexpr char objectBody[] = "{}";
constexpr char listBody[] = "[]";
constexpr char textBody[] = "\"ready\"";
constexpr char numberBody[] = "0";
constexpr char wrongTypesBody[] =
    R"({"value":0,"count":"many","access_token":[],"expires_on":{},"authenticatedUser":[],"locationUrl":7})";
constexpr char nullsBody[] =
    R"({"value":null,"access_token":null,"expires_on":null,"authenticatedUser":null,"locationUrl":null})";

const std::vector<MatrixFault> &faults()
{
    static const std::vector<MatrixFault> all{
        {.name = "refused", .failure = Delivery::ConnectionRefused},
        {.name = "dropped", .failure = Delivery::ConnectTimeout},
        {.name = "mute until the limit", .failure = Delivery::ReadTimeout},
        {.name = "name not found", .failure = Delivery::HostNotFound},
        {.name = "no route to the network", .failure = Delivery::NetworkUnreachable},
        {.name = "no route to the host", .failure = Delivery::HostUnreachable},
        {.name = "blocked by a local rule", .failure = Delivery::AccessDenied},
        {.name = "proxy refuses", .failure = Delivery::ProxyFailed},
        {.name = "expired certificate", .tls = Tls::Expired},
        {.name = "foreign certificate", .tls = Tls::Foreign},
        {.name = "self-signed certificate", .tls = Tls::SelfSigned},
        {.name = "certificate of another name", .tls = Tls::WrongName},
        {.name = "mute",
         .answer = [](const ServerResponse &) { return ServerResponse::silence(); },
         .waits = true},
        {.name = "slow drip",
         .answer =
             [](const ServerResponse &usual) {
                 ServerResponse response = onWire(headOf(usual, 65'536) + QByteArray(65'536, ' '));
                 response.dribble = ServerResponse::Dribble{.bytes = 1, .every = 10ms};
                 return response;
             },
         .waits = true},
        {.name = "reset", .answer = [](const ServerResponse &) { return ServerResponse::reset(); }},
        {.name = "reset in the middle",
         .answer =
             [](const ServerResponse &usual) {
                 ServerResponse response = ServerResponse::reset();
                 response.wire =
                     headOf(usual, usual.body.size() + 100) + usual.body.left(usual.body.size() / 2);
                 return response;
             }},
        {.name = "truncated",
         .answer =
             [](const ServerResponse &usual) {
                 return onWire(headOf(usual, usual.body.size() + 100)
                               + usual.body.left(usual.body.size() / 2));
             }},
        {.name = "truncated where JSON ends",
         .answer =
             [](const ServerResponse &usual) {
                 return onWire(headOf(usual, usual.body.size() + 100) + usual.body);
             }},
        {.name = "half of the JSON",
         .answer =
             [](const ServerResponse &usual) {
                 return byService(usual, 200, usual.body.left(usual.body.size() / 2));
             }},
        {.name = "not HTTP",
         .answer = [](const ServerResponse &) { return onWire("220 mail.contoso.example ESMTP\r\n"); }},
        {.name = "nothing and closed", .answer = [](const ServerResponse &) { return onWire({}); }},
        {.name = "garbage",
         .answer =
             [](const ServerResponse &) {
                 return plain(200, QByteArray::fromHex("00ff8190c3287f00fe"), "application/octet-stream");
             }},
        {.name = "page with 200", .answer = pageOnTheWay<200>},
        {.name = "page that says JSON", .answer = [](const ServerResponse &) { return plain(200, page); }},
        {.name = "page with 203", .answer = pageOnTheWay<203>},
        {.name = "page with 403", .answer = pageOnTheWay<403>},
        {.name = "page with 404", .answer = pageOnTheWay<404>},
        {.name = "page with 502", .answer = pageOnTheWay<502>},
        {.name = "page with 511", .answer = pageOnTheWay<511>},
        {.name = "redirect",
         .answer =
             [](const ServerResponse &) {
                 ServerResponse response = plain(302, {}, {});
                 response.addHeader("Location", "https://login.portal.example/");
                 return response;
             }},
        {.name = "redirect without a place", .answer = emptyOnTheWay<302>},
        {.name = "204", .answer = emptyOnTheWay<204>},
        {.name = "400", .answer = refusedByService<400>},
        {.name = "401", .answer = refusedByService<401>},
        {.name = "401, empty", .answer = emptyOnTheWay<401>},
        {.name = "403", .answer = refusedByService<403>},
        {.name = "403, empty", .answer = emptyOnTheWay<403>},
        {.name = "404", .answer = refusedByService<404>},
        {.name = "404, empty", .answer = emptyOnTheWay<404>},
        {.name = "407", .answer = emptyOnTheWay<407>},
        {.name = "410", .answer = refusedByService<410>},
        {.name = "429", .answer = refusedByService<429>},
        {.name = "429 for an hour",
         .answer =
             [](const ServerResponse &usual) {
                 ServerResponse response = refusedByService<429>(usual);
                 response.addHeader("Retry-After", "3600");
                 return response;
             }},
        {.name = "500", .answer = refusedByService<500>},
        {.name = "501", .answer = refusedByService<501>},
        {.name = "503", .answer = refusedByService<503>},
        {.name = "503 for three seconds",
         .answer =
             [](const ServerResponse &usual) {
                 ServerResponse response = refusedByService<503>(usual);
                 response.addHeader("Retry-After", "3");
                 return response;
             }},
        {.name = "504, empty", .answer = emptyOnTheWay<504>},
        {.name = "empty", .answer = serviceSays<emptyBody>},
        {.name = "null", .answer = serviceSays<nullBody>},
        {.name = "empty object", .answer = serviceSays<objectBody>},
        {.name = "list", .answer = serviceSays<listBody>},
        {.name = "text", .answer = serviceSays<textBody>},
        {.name = "number", .answer = serviceSays<numberBody>},
        {.name = "wrong types", .answer = serviceSays<wrongTypesBody>},
        {.name = "nulls", .answer = serviceSays<nullsBody>},
        {.name = "error with 200", .answer = refusedByService<200>},
        {.name = "deep JSON",
         .answer = [](const ServerResponse &usual) { return byService(usual, 200, QByteArray(100'000, '[')); }},
        {.name = "gzip of 96 MiB",
         .answer =
             [](const ServerResponse &usual) {
                 ServerResponse response = byService(usual, 200, bomb());
                 response.addHeader("Content-Encoding", "gzip");
                 return response;
             },
         .floods = true},
        {.name = "endless body",
         .answer =
             [](const ServerResponse &) {
                 ServerResponse response = onWire("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[");
                 response.repeated = QByteArray(65'536, ' ');
                 return response;
             },
         .floods = true},
        {.name = "endless headers",
         .answer =
             [](const ServerResponse &) {
                 ServerResponse response = onWire("HTTP/1.1 200 OK\r\n");
                 response.repeated = QByteArray("X-More: ") + QByteArray(64'000, 'x') + "\r\n";
                 return response;
             },
         .floods = true},
    };
    return all;
}

// Servers whose certificate is not to be trusted. A request that reaches one is counted.
class TlsServers {
public:
    TlsServers()
    {
        add(Tls::Expired, {.validUntil = "20210101000000Z"});
        add(Tls::Foreign, {});
        add(Tls::SelfSigned, {.isSelfSigned = true});
        add(Tls::WrongName, {.names = "DNS:intranet.contoso.example"});
    }

    QUrl url(Tls kind) const { return QUrl(u"https://127.0.0.1:%1"_s.arg(at(kind).server->tlsPort())); }
    QByteArray authority(Tls kind) const
    {
        return kind == Tls::Foreign ? QByteArray() : at(kind).authority.certificatePem();
    }
    int requests() const { return m_requests; }

private:
    struct One {
        Tls kind;
        CertificateAuthority authority;
        std::unique_ptr<HttpServer> server;
    };

    void add(Tls kind, const CertificateAuthority::ServerCertificate &certificate)
    {
        One one{kind, CertificateAuthority(certificate),
                std::make_unique<HttpServer>([this](const ServerRequest &) {
                    ++m_requests;
                    return ServerResponse();
                })};
        if (!one.server->listenTls(QHostAddress(QHostAddress::LocalHost), 0,
                                   one.authority.serverConfiguration()))
            qFatal("cannot listen on loopback");
        m_servers.push_back(std::move(one));
    }
    const One &at(Tls kind) const
    {
        for (const One &one : m_servers) {
            if (one.kind == kind)
                return one;
        }
        qFatal("no such server");
    }

    std::vector<One> m_servers;
    int m_requests = 0;
};

// In the order of the machines; what one has asked counts for the others, too.
std::vector<Asked> requestsOfHealthyMachines()
{
    std::vector<Asked> all;
    const QStringList scenarios = Scenario::names();
    for (const QString &name : scenarios) {
        if (!name.startsWith("healthy"_L1))
            continue;
        SimulatedRun run;
        run.scenario = *Scenario::named(name);
        const SimulatedOutcome outcome = runSimulated(run);
        if (outcome.verdict() != "ready"_L1)
            qFatal("%s is not ready", qPrintable(name));
        for (const QJsonValue exchange : outcome.report.exchanges) {
            const QUrl url(exchange["url"_L1].toString());
            Asked asked{.machine = name,
                        .method = exchange["method"_L1].toString(),
                        .host = url.host(),
                        .path = url.path()};
            auto known = std::find_if(all.begin(), all.end(), [&asked](const Asked &other) {
                return other.isSame(asked.method, asked.host, asked.path);
            });
            if (known == all.end())
                known = all.insert(all.end(), asked);
            else if (known->machine != name)
                continue;
            const QString check = exchange["check"_L1].toString();
            if (!known->checks.contains(check))
                known->checks.append(check);
            ++known->times;
        }
    }
    return all;
}

struct Cell {
    const Asked *asked;
    const MatrixFault *fault;

    QString name() const { return asked->name() + u": "_s + QLatin1StringView(fault->name); }
};

SimulatedRun runOf(const Cell &cell, const TlsServers &tls)
{
    const Asked asked = *cell.asked;
    const MatrixFault fault = *cell.fault;
    SimulatedRun run;
    run.scenario = *Scenario::named(asked.machine);
    if (fault.failure) {
        run.network.failureOf = [asked, failure = fault.failure](const Request &request) {
            return asked.isSame(request) ? failure : std::nullopt;
        };
    } else if (fault.tls != Tls::None) {
        run.network.detourOf = [asked, url = tls.url(fault.tls)](const Request &request) {
            return asked.isSame(request) ? url : QUrl();
        };
        run.network.detourAuthority = tls.authority(fault.tls);
    } else {
        run.intercept = [asked, answer = fault.answer](const ServerRequest &request,
                                                       const SandboxServer::UsualAnswer &usual) {
            const ServerResponse response = usual(request);
            return asked.isSame(QString::fromLatin1(request.method), request.host, request.path)
                ? answer(response)
                : response;
        };
    }
    if (fault.waits) {
        run.network.answerLimitOf =
            [asked](const Request &request) -> std::optional<std::chrono::milliseconds> {
            return asked.isSame(request) ? std::optional<std::chrono::milliseconds>(shortLimit) : std::nullopt;
        };
    }
    return run;
}

int cells = 0;
int rightlyReady = 0;

} // namespace

class TestFaultMatrix : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyRequestWithEveryFault();

private:
    QCoro::Task<> worker(std::deque<Cell> *waiting);
    void judge(const Cell &cell, const SimulatedOutcome &outcome);

    TlsServers m_tls;
    QStringList m_wrong;
};

void TestFaultMatrix::judge(const Cell &cell, const SimulatedOutcome &outcome)
{
    ++cells;
    QStringList findings;
    for (const ReportedFinding &found : outcome.report.findings) {
        if (!found.rootCause)
            findings.append(found.id.toString());
    }
    std::printf("CELL\t%s\t%s\t%s\t%s\t%s\t%s\t%lld\n", qPrintable(cell.asked->checks.join(u' ')),
                qPrintable(cell.asked->name()), cell.fault->name, qPrintable(outcome.verdict()),
                qPrintable(outcome.rootCauses().join(u' ')), qPrintable(findings.join(u' ')),
                (long long)outcome.waited.count());
}

QCoro::Task<> TestFaultMatrix::worker(std::deque<Cell> *waiting)
{
    while (!waiting->empty()) {
        const Cell cell = waiting->front();
        waiting->pop_front();
        auto running = simulate(runOf(cell, m_tls));
        const SimulatedOutcome outcome = co_await running;
        judge(cell, outcome);
    }
}

void TestFaultMatrix::everyRequestWithEveryFault()
{
    const QString only = qEnvironmentVariable("SIGNET_MATRIX_ONLY");
    const std::vector<Asked> requests = requestsOfHealthyMachines();
    std::deque<Cell> quiet;
    std::deque<Cell> flooding;
    for (const Asked &asked : requests) {
        for (const MatrixFault &fault : faults()) {
            const Cell cell{&asked, &fault};
            if (cell.name().contains(only))
                (fault.floods ? flooding : quiet).push_back(cell);
        }
    }
    std::vector<QCoro::Task<>> workers;
    for (int i = 0; i < sideBySide; ++i)
        workers.push_back(worker(&quiet));
    const bool ended = waitFor(
        [&workers] {
            return std::all_of(workers.begin(), workers.end(), [](const auto &one) { return one.isReady(); });
        },
        std::chrono::minutes(5));
    QVERIFY(ended);
    qInfo("floods");
    while (!flooding.empty()) {
        std::deque<Cell> one{flooding.front()};
        flooding.pop_front();
        forgetPeak();
        const qint64 before = residentMemory("VmRSS");
        QElapsedTimer t; t.start();
        auto w = worker(&one);
        QVERIFY(waitFor([&w] { return w.isReady(); }, std::chrono::minutes(1)));
        std::printf("   %lld KiB\n", (long long)(residentMemory("VmHWM") - before));
        std::printf("   %lld ms\n", (long long)t.elapsed());
    }
}

QTEST_GUILESS_MAIN(TestFaultMatrix)
#include "tst_faultmatrix.moc"
