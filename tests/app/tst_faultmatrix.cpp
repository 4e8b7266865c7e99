// Every request of a diagnosis with every fault of a network or of a service. A diagnosis always ends, within
// the limits of the check that asks, and within 64 MiB of memory; it is never ready without an answer that
// decides, and what it names is true. The requests are those that the diagnoses of the healthy machines send.
//
// Three of five cells are tried; SIGNET_MATRIX=all tries all of them, and
// SIGNET_MATRIX_ONLY=TEXT those whose name has the text, and prints what came out.

#include "core/diagnosis/check.h"
#include "core/sandbox/server/certificateauthority.h"
#include "core/sandbox/server/httpserver.h"
#include "tests/app/simulatedrun.h"
#include "tests/support/await.h"
#include "tests/support/peakmemory.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QRegularExpression>
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

// The same request about another identity is the same.
QString withoutIds(QString path)
{
    static const QRegularExpression id(u"/(?:aadsp\\.[^/]+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$"_s);
    return path.replace(id, u"/ID"_s);
}

// One request of a diagnosis, on the first machine that sends it.
struct Asked {
    QString machine; // name of the scenario
    QString method;
    QString host;
    QString path;
    QString check; // that sends it

    QString name() const { return method + u' ' + host + path; }
    bool isSame(const QString &otherMethod, const QString &otherHost, const QString &otherPath) const
    {
        return otherMethod == method && otherHost == host && withoutIds(otherPath) == path;
    }
    bool isSame(const Request &request) const
    {
        return isSame(QString::fromLatin1(request.method), request.url.host(), request.url.path());
    }
};

// What a request is for, and so what it means when it fails.
enum class Role {
    Token, // the identity endpoint's: without it there is no identity
    Provider, // as the provider asks, before it does anything
    Projects,
    Connection, // who the identity is to Azure DevOps
    Hosts, // whether the other hosts of Azure DevOps are reached
    Lookup, // whether the organization exists, without a token
    Tenant, // of the organization, without a token
    Decoration,
};

struct RoleRow {
    QLatin1StringView check;
    Role role;
    const char *whyReadyWithout = nullptr; // only of what decides nothing
    std::optional<CheckId> asker = {}; // the check that waits, where it lends the request another name
};
constexpr RoleRow roleRows[] = {
    {"identity.token"_L1, Role::Token},
    {"terraform.connection"_L1, Role::Provider},
    {"devops.projects"_L1, Role::Projects},
    {"devops.connection"_L1, Role::Connection},
    {"network.hosts"_L1, Role::Hosts},
    {"organization.exists"_L1, Role::Lookup, "the identity is a member, so the organization exists"},
    {"organization.tenant"_L1, Role::Tenant, "the identity is a member, so the tenant is the right one"},
    {"machine.instance"_L1, Role::Decoration, "describes the machine; the provider does not ask it"},
    {"devops.entitlement"_L1, Role::Decoration, "describes the member; the provider does not ask it",
     check::devopsGroups},
};

// What a fault is, whoever meets it.
enum class Meaning {
    Unreached, // no complete answer
    LocalRule, // the same, by a rule of this machine
    Proxy, // refuses
    Certificate, // is not to be trusted
    Page, // of something else
    Foreign, // an answer of something else, without a page
    Refused, // 400, 403, 404, 410 of the service
    NoAccess, // 401 of the service
    Throttled,
    ServerError,
    Strange, // the service's answer is not what was asked for
    TooLarge,
};

enum class Tls { None, Expired, Foreign, SelfSigned, WrongName, CommonName };

struct MatrixFault {
    const char *name;
    Meaning meaning;
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
        {.name = "refused", .meaning = Meaning::Unreached, .failure = Delivery::ConnectionRefused},
        {.name = "dropped", .meaning = Meaning::Unreached, .failure = Delivery::ConnectTimeout},
        {.name = "mute until the limit", .meaning = Meaning::Unreached, .failure = Delivery::ReadTimeout},
        {.name = "name not found", .meaning = Meaning::Unreached, .failure = Delivery::HostNotFound},
        {.name = "no route to the network",
         .meaning = Meaning::Unreached,
         .failure = Delivery::NetworkUnreachable},
        {.name = "no route to the host", .meaning = Meaning::Unreached, .failure = Delivery::HostUnreachable},
        {.name = "blocked by a local rule", .meaning = Meaning::LocalRule, .failure = Delivery::AccessDenied},
        {.name = "proxy refuses", .meaning = Meaning::Proxy, .failure = Delivery::ProxyFailed},
        {.name = "expired certificate", .meaning = Meaning::Certificate, .tls = Tls::Expired},
        {.name = "foreign certificate", .meaning = Meaning::Certificate, .tls = Tls::Foreign},
        {.name = "self-signed certificate", .meaning = Meaning::Certificate, .tls = Tls::SelfSigned},
        {.name = "certificate of another name", .meaning = Meaning::Certificate, .tls = Tls::WrongName},
        {.name = "certificate with the common name only",
         .meaning = Meaning::Certificate,
         .tls = Tls::CommonName},
        {.name = "mute",
         .meaning = Meaning::Unreached,
         .answer = [](const ServerResponse &) { return ServerResponse::silence(); },
         .waits = true},
        {.name = "slow drip",
         .meaning = Meaning::Unreached,
         .answer =
             [](const ServerResponse &usual) {
                 ServerResponse response = onWire(headOf(usual, 65'536) + QByteArray(65'536, ' '));
                 response.dribble = ServerResponse::Dribble{.bytes = 1, .every = 10ms};
                 return response;
             },
         .waits = true},
        {.name = "reset",
         .meaning = Meaning::Unreached,
         .answer = [](const ServerResponse &) { return ServerResponse::reset(); }},
        {.name = "reset in the middle",
         .meaning = Meaning::Unreached,
         .answer =
             [](const ServerResponse &usual) {
                 ServerResponse response = ServerResponse::reset();
                 response.wire =
                     headOf(usual, usual.body.size() + 100) + usual.body.left(usual.body.size() / 2);
                 return response;
             }},
        {.name = "truncated",
         .meaning = Meaning::Unreached,
         .answer =
             [](const ServerResponse &usual) {
                 return onWire(headOf(usual, usual.body.size() + 100)
                               + usual.body.left(usual.body.size() / 2));
             }},
        {.name = "truncated where JSON ends",
         .meaning = Meaning::Unreached,
         .answer =
             [](const ServerResponse &usual) {
                 return onWire(headOf(usual, usual.body.size() + 100) + usual.body);
             }},
        {.name = "half of the JSON",
         .meaning = Meaning::Strange,
         .answer =
             [](const ServerResponse &usual) {
                 return byService(usual, 200, usual.body.left(usual.body.size() / 2));
             }},
        {.name = "not HTTP",
         .meaning = Meaning::Unreached,
         .answer = [](const ServerResponse &) { return onWire("220 mail.contoso.example ESMTP\r\n"); }},
        {.name = "nothing and closed",
         .meaning = Meaning::Unreached,
         .answer = [](const ServerResponse &) { return onWire({}); }},
        {.name = "garbage",
         .meaning = Meaning::Foreign,
         .answer =
             [](const ServerResponse &) {
                 return plain(200, QByteArray::fromHex("00ff8190c3287f00fe"), "application/octet-stream");
             }},
        {.name = "page with 200", .meaning = Meaning::Page, .answer = pageOnTheWay<200>},
        {.name = "page that says JSON",
         .meaning = Meaning::Page,
         .answer = [](const ServerResponse &) { return plain(200, page); }},
        {.name = "page with 203", .meaning = Meaning::Page, .answer = pageOnTheWay<203>},
        {.name = "page with 403", .meaning = Meaning::Page, .answer = pageOnTheWay<403>},
        {.name = "page with 404", .meaning = Meaning::Page, .answer = pageOnTheWay<404>},
        {.name = "page with 502", .meaning = Meaning::Page, .answer = pageOnTheWay<502>},
        {.name = "page with 511", .meaning = Meaning::Page, .answer = pageOnTheWay<511>},
        {.name = "redirect",
         .meaning = Meaning::Foreign,
         .answer =
             [](const ServerResponse &) {
                 ServerResponse response = plain(302, {}, {});
                 response.addHeader("Location", "https://login.portal.example/");
                 return response;
             }},
        {.name = "redirect without a place", .meaning = Meaning::Foreign, .answer = emptyOnTheWay<302>},
        {.name = "204", .meaning = Meaning::Foreign, .answer = emptyOnTheWay<204>},
        {.name = "400", .meaning = Meaning::Refused, .answer = refusedByService<400>},
        {.name = "401", .meaning = Meaning::NoAccess, .answer = refusedByService<401>},
        {.name = "401, empty", .meaning = Meaning::Foreign, .answer = emptyOnTheWay<401>},
        {.name = "403", .meaning = Meaning::Refused, .answer = refusedByService<403>},
        {.name = "403, empty", .meaning = Meaning::Foreign, .answer = emptyOnTheWay<403>},
        {.name = "404", .meaning = Meaning::Refused, .answer = refusedByService<404>},
        {.name = "404, empty", .meaning = Meaning::Foreign, .answer = emptyOnTheWay<404>},
        {.name = "407", .meaning = Meaning::Proxy, .answer = emptyOnTheWay<407>},
        {.name = "410", .meaning = Meaning::Refused, .answer = refusedByService<410>},
        {.name = "429", .meaning = Meaning::Throttled, .answer = refusedByService<429>},
        {.name = "429 for an hour",
         .meaning = Meaning::Throttled,
         .answer =
             [](const ServerResponse &usual) {
                 ServerResponse response = refusedByService<429>(usual);
                 response.addHeader("Retry-After", "3600");
                 return response;
             }},
        {.name = "500", .meaning = Meaning::ServerError, .answer = refusedByService<500>},
        {.name = "501", .meaning = Meaning::ServerError, .answer = refusedByService<501>},
        {.name = "503", .meaning = Meaning::ServerError, .answer = refusedByService<503>},
        {.name = "503 for three seconds",
         .meaning = Meaning::ServerError,
         .answer =
             [](const ServerResponse &usual) {
                 ServerResponse response = refusedByService<503>(usual);
                 response.addHeader("Retry-After", "3");
                 return response;
             }},
        {.name = "504, empty", .meaning = Meaning::Foreign, .answer = emptyOnTheWay<504>},
        {.name = "empty", .meaning = Meaning::Strange, .answer = serviceSays<emptyBody>},
        {.name = "null", .meaning = Meaning::Strange, .answer = serviceSays<nullBody>},
        {.name = "empty object", .meaning = Meaning::Strange, .answer = serviceSays<objectBody>},
        {.name = "list", .meaning = Meaning::Strange, .answer = serviceSays<listBody>},
        {.name = "text", .meaning = Meaning::Strange, .answer = serviceSays<textBody>},
        {.name = "number", .meaning = Meaning::Strange, .answer = serviceSays<numberBody>},
        {.name = "wrong types", .meaning = Meaning::Strange, .answer = serviceSays<wrongTypesBody>},
        {.name = "nulls", .meaning = Meaning::Strange, .answer = serviceSays<nullsBody>},
        {.name = "error with 200", .meaning = Meaning::Strange, .answer = refusedByService<200>},
        {.name = "deep JSON",
         .meaning = Meaning::Strange,
         .answer =
             [](const ServerResponse &usual) { return byService(usual, 200, QByteArray(100'000, '[')); }},
        {.name = "gzip of 96 MiB",
         .meaning = Meaning::TooLarge,
         .answer =
             [](const ServerResponse &usual) {
                 ServerResponse response = byService(usual, 200, bomb());
                 response.addHeader("Content-Encoding", "gzip");
                 return response;
             },
         .floods = true},
        {.name = "endless body",
         .meaning = Meaning::TooLarge,
         .answer =
             [](const ServerResponse &) {
                 ServerResponse response =
                     onWire("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[");
                 response.repeated = QByteArray(65'536, ' ');
                 return response;
             },
         .floods = true},
        {.name = "endless headers",
         .meaning = Meaning::TooLarge,
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
        // Qt takes it, Go and so Terraform do not.
        add(Tls::CommonName, {.names = "DNS:intranet.contoso.example", .commonName = "127.0.0.1"});
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
        // What a service connection asks is of another credential, see tst_expectedcredential.
        if (!name.startsWith("healthy"_L1) || name.startsWith("healthy-service-connection"_L1))
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
                        .path = withoutIds(url.path()),
                        .check = exchange["check"_L1].toString()};
            const bool isKnown = std::any_of(all.begin(), all.end(), [&asked](const Asked &other) {
                return other.isSame(asked.method, asked.host, asked.path);
            });
            if (!isKnown)
                all.push_back(asked);
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
            return asked.isSame(request) ? std::optional<std::chrono::milliseconds>(shortLimit)
                                         : std::nullopt;
        };
    }
    return run;
}

const RoleRow &rowOf(const Asked &asked)
{
    for (const RoleRow &row : roleRows) {
        if (row.check == asked.check)
            return row;
    }
    qFatal("%s has no role", qPrintable(asked.check));
}

// The causes that are true when a request of that role meets that fault. A fault that really waits, or an
// answer that is cut, can be met by what comes next to it.
QList<FindingId> truths(Role role, Meaning meaning, const Asked &asked)
{
    const bool isImds = asked.host == "169.254.169.254"_L1;
    switch (role) {
    case Role::Token:
        switch (meaning) {
        case Meaning::Unreached:
        case Meaning::LocalRule:
            return {finding::imdsUnreachable, finding::arcAgentDown};
        case Meaning::Proxy:
            return {finding::proxyEatsImds};
        case Meaning::Certificate:
            return {finding::notImds};
        case Meaning::Page:
            if (isImds)
                return {finding::captivePortal, finding::notImds, finding::proxyEatsImds};
            return {finding::notImds, finding::arcChallengeInvalid, finding::identityEndpointServerError};
        case Meaning::Foreign:
            if (isImds)
                return {finding::notImds, finding::identityAnswerMalformed, finding::imdsBlockedByMsp,
                        finding::imdsNotReady, finding::proxyEatsImds};
            return {finding::notImds,
                    finding::identityAnswerMalformed,
                    finding::identitySecretRejected,
                    finding::arcChallengeInvalid,
                    finding::imdsNotReady,
                    finding::identityEndpointServerError};
        case Meaning::Refused:
            return {finding::identityEndpointUnclassified, finding::imdsNotReady,
                    finding::identitySecretRejected};
        case Meaning::NoAccess:
            return isImds ? QList{finding::identityEndpointUnclassified}
                          : QList{finding::identitySecretRejected};
        case Meaning::Throttled:
            return {finding::imdsThrottled};
        case Meaning::ServerError:
            return {finding::identityEndpointServerError};
        case Meaning::Strange:
        case Meaning::TooLarge:
            return {finding::identityAnswerMalformed, finding::arcChallengeInvalid};
        }
        break;
    case Role::Provider:
    case Role::Projects:
    case Role::Connection:
        switch (meaning) {
        case Meaning::Unreached:
        case Meaning::LocalRule:
        case Meaning::TooLarge:
            return {finding::networkFailed};
        case Meaning::Proxy:
            return {finding::networkFailed, finding::providerRequestRefused};
        case Meaning::Certificate:
            return {finding::tlsInterception};
        case Meaning::Page:
        case Meaning::Foreign:
            return {finding::captivePortal, finding::providerRequestRefused, finding::devopsServerError,
                    finding::credentialRejected, finding::htmlInsteadOfJson};
        case Meaning::Refused:
            return {finding::providerRequestRefused, finding::devopsServerError};
        case Meaning::NoAccess:
            return {finding::credentialRejected};
        case Meaning::Throttled:
            return {finding::devopsRateLimited};
        case Meaning::ServerError:
            return {finding::devopsServerError};
        case Meaning::Strange:
            return {finding::providerRequestRefused, finding::devopsServerError};
        }
        break;
    case Role::Hosts:
        switch (meaning) {
        case Meaning::Certificate:
            return {finding::tlsInterception};
        case Meaning::ServerError:
            return {finding::devopsServerError};
        case Meaning::Page:
        case Meaning::Foreign:
            return {finding::firewallMissingHosts, finding::devopsServerError};
        default:
            return {finding::firewallMissingHosts};
        }
    case Role::Lookup:
    case Role::Tenant:
        switch (meaning) {
        case Meaning::Unreached:
        case Meaning::LocalRule:
        case Meaning::Proxy:
        case Meaning::TooLarge:
            return {finding::networkFailed};
        case Meaning::Certificate:
            return {finding::tlsInterception};
        case Meaning::Page:
        case Meaning::Foreign:
            // With status 203 it is the page that Azure DevOps itself sends.
            return {finding::captivePortal, finding::devopsServerError, finding::htmlInsteadOfJson};
        case Meaning::Throttled:
            return {finding::devopsRateLimited};
        case Meaning::ServerError:
            return {finding::devopsServerError};
        case Meaning::Refused:
        case Meaning::Strange:
            // The service says so by 404, and by a location that is empty.
            return {finding::orgUrlWrong};
        default:
            return {};
        }
    case Role::Decoration:
        return {};
    }
    Q_UNREACHABLE();
}

// What is only a head needs no body: the status and the headers of the service are the whole answer, and show
// that the host is reached.
bool isWholeForHead(const MatrixFault &fault)
{
    switch (fault.meaning) {
    case Meaning::Refused:
    case Meaning::NoAccess:
    case Meaning::Throttled:
    case Meaning::Strange:
        return true;
    default:
        return QByteArray(fault.name).startsWith("truncated")
            || QByteArray(fault.name) == "reset in the middle" || QByteArray(fault.name) == "gzip of 96 MiB";
    }
}

int cells = 0;
int rightlyReady = 0;

} // namespace

class TestFaultMatrix : public QObject {
    Q_OBJECT

public:
    qint64 mostMemory() const { return m_mostMemory; }

private Q_SLOTS:
    void everyRequestWithEveryFault();

private:
    QCoro::Task<> work(std::deque<Cell> *waiting);
    void run(std::deque<Cell> waiting, int atOnce);
    void judge(const Cell &cell, const SimulatedOutcome &outcome);

    TlsServers m_tls;
    QStringList m_wrong;
    qint64 m_mostMemory = 0; // kilobytes
    bool m_isListed = false;
};

void TestFaultMatrix::judge(const Cell &cell, const SimulatedOutcome &outcome)
{
    ++cells;
    const Asked &asked = *cell.asked;
    const RoleRow &row = rowOf(asked);
    const QString verdict = outcome.verdict();
    const QStringList named = outcome.rootCauses();
    const QString seen =
        u"%1: %2 [%3], waited %4 s"_s.arg(cell.name(), verdict, named.join(u' ')).arg(outcome.waited.count());
    if (m_isListed)
        std::printf("%s\n", qPrintable(seen));
    const auto complain = [&](const char *what) { m_wrong.append(QLatin1StringView(what) + u": "_s + seen); };

    if (!outcome.report.finished)
        complain("not finished");
    // By the machine's clock, on which nothing else waits.
    const Check *check = row.asker ? findCheck(*row.asker) : findCheck(QAnyStringView(asked.check));
    if (outcome.waited > check->limit)
        complain("beyond its limit");

    const bool isReadyRight = row.whyReadyWithout || (row.role == Role::Hosts && isWholeForHead(*cell.fault));
    if (verdict == "ready"_L1) {
        isReadyRight ? (void)++rightlyReady : complain("ready");
        if (!named.isEmpty())
            complain("invented");
        return;
    }
    // Stricter than the provider, which does not ask this: what is named has to be true all the same.
    const bool isStricter = row.role == Role::Lookup || row.role == Role::Tenant;
    if (isReadyRight && !isStricter) {
        complain("not ready, without a reason");
        return;
    }
    const QList<FindingId> expected = truths(row.role, cell.fault->meaning, asked);
    if (named.isEmpty())
        complain("nothing is named");
    for (const QString &one : named) {
        const bool isTrue = std::any_of(expected.begin(), expected.end(),
                                        [&one](FindingId id) { return id.toString() == one; });
        if (!isTrue)
            complain("not true");
    }
}

QCoro::Task<> TestFaultMatrix::work(std::deque<Cell> *waiting)
{
    while (!waiting->empty()) {
        const Cell cell = waiting->front();
        waiting->pop_front();
        auto running = simulate(runOf(cell, m_tls));
        const SimulatedOutcome outcome = co_await running;
        judge(cell, outcome);
    }
}

// All of them together stay within what one may need.
void TestFaultMatrix::run(std::deque<Cell> waiting, int atOnce)
{
    const bool isMeasured = forgetPeak();
    const qint64 before = residentMemory("VmRSS");
    const QString first = waiting.empty() ? QString() : waiting.front().name();
    std::vector<QCoro::Task<>> workers;
    for (int i = 0; i < atOnce; ++i)
        workers.push_back(work(&waiting));
    const auto isOver = [&workers] {
        return std::all_of(workers.begin(), workers.end(), [](const auto &one) { return one.isReady(); });
    };
    QVERIFY2(waitFor(isOver, std::chrono::minutes(10)), "a diagnosis does not end");
    const qint64 more = residentMemory("VmHWM") - before;
    m_mostMemory = qMax(m_mostMemory, more);
    if (isMeasured && more > mostKilobytes)
        m_wrong.append(u"%1 KiB: from %2"_s.arg(more).arg(first));
}

void TestFaultMatrix::everyRequestWithEveryFault()
{
    const QString only = qEnvironmentVariable("SIGNET_MATRIX_ONLY");
    const bool isWhole = !only.isEmpty() || qEnvironmentVariable("SIGNET_MATRIX") == "all"_L1;
    m_isListed = !only.isEmpty();
    const std::vector<Asked> requests = requestsOfHealthyMachines();
    std::deque<Cell> quiet;
    std::deque<Cell> flooding;
    int square = 0;
    for (const Asked &asked : requests) {
        const RoleRow &row = rowOf(asked);
        ++square;
        std::printf("%s%s%s\n", qPrintable(asked.name()),
                    row.whyReadyWithout ? ": ready without it, for it " : "",
                    row.whyReadyWithout ? row.whyReadyWithout : "");
        for (const MatrixFault &fault : faults()) {
            const Cell cell{&asked, &fault};
            const bool isChosen = isWhole || ++square % 5 < 3;
            if (isChosen && cell.name().contains(only))
                (fault.floods ? flooding : quiet).push_back(cell);
        }
    }
    bomb();
    run(quiet, sideBySide);
    run(flooding, 3);
    if (m_tls.requests() > 0)
        m_wrong.append(u"%1 requests to servers that are not trusted"_s.arg(m_tls.requests()));
    for (const QString &one : std::as_const(m_wrong))
        std::printf("%s\n", qPrintable(one));
    QCOMPARE(m_wrong.size(), 0);
    if (only.isEmpty())
        QVERIFY2(cells > 500, qPrintable(QString::number(cells)));
}

int main(int argc, char **argv)
{
    // The limit of Qt Test is meant for a function without a thousand diagnoses.
    if (!qEnvironmentVariableIsSet("QTEST_FUNCTION_TIMEOUT"))
        qputenv("QTEST_FUNCTION_TIMEOUT", "1200000");
    QCoreApplication application(argc, argv);
    TestFaultMatrix test;
    const int result = QTest::qExec(&test, argc, argv);
    std::printf("%d cells, %d of them ready for a reason, at most %lld KiB more\n", cells, rightlyReady,
                static_cast<long long>(test.mostMemory()));
    std::fflush(stdout);
    return result;
}

#include "tst_faultmatrix.moc"
