#include "core/sandbox/sandboxserver.h"
#include "core/sandbox/world/tokenissuer.h"

#include "tests/sandbox/rawclient.h"

#include <QBuffer>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;
using namespace std::chrono_literals;

namespace {

constexpr QLatin1StringView devopsId = "499b84ac-1321-427f-aa17-267ca6975798"_L1;

struct Connection {
    std::optional<Reply> reply;
    bool ended = false;
};

// Metadata requests may get no answer at all: the server tells when it has decided so.
Connection askMetadata(const SandboxServer &server, const QString &query)
{
    const qsizetype before = server.requests().size();
    RawClient client(quint16(server.url().port()));
    client.send("GET /metadata/identity/oauth2/token?api-version=2018-02-01&resource="
                + QByteArray(devopsId.data()) + query.toUtf8()
                + " HTTP/1.1\r\nHost: 169.254.169.254\r\nMetadata: true\r\n\r\n");
    if (!QTest::qWaitFor([&] { return server.requests().size() > before; }, 5000))
        qFatal("the request did not arrive");
    Connection connection;
    if (server.requests().last().status != 0)
        connection.reply = client.reply();
    else
        connection.ended = client.closed(300);
    return connection;
}

QString tokenOf(const Reply &reply)
{
    return reply.json().value("access_token"_L1).toString();
}

QJsonObject claimsOf(const QString &token)
{
    return QJsonDocument::fromJson(
               QByteArray::fromBase64(token.section(u'.', 1, 1).toLatin1(), QByteArray::Base64UrlEncoding))
        .object();
}

// What a careful client would note down, one step after the other, with the selector that was asked
// for. It stops where nothing can follow.
QStringList walk(const SandboxServer &server)
{
    QStringList notes;
    const QUrl url = server.url();
    const QJsonObject asked = server.scenario().asked;
    const QString clientId = asked.value("clientId"_L1).toString();
    const Connection metadata =
        askMetadata(server, clientId.isEmpty() ? QString() : u"&client_id="_s + clientId);
    if (!metadata.reply)
        return {metadata.ended ? u"token: reset"_s : u"token: silence"_s};
    if (metadata.reply->status != 200) {
        notes.append(
            u"token: %1 %2"_s.arg(QString::number(metadata.reply->status),
                                  metadata.reply->json().value("error_description"_L1).toString().left(24)));
        return notes;
    }
    const QString token = tokenOf(*metadata.reply);
    const ManagedIdentity *identity = nullptr;
    for (const ManagedIdentity &candidate : server.scenario().world.identities) {
        if (candidate.objectId == claimsOf(token).value("oid"_L1).toString())
            identity = &candidate;
    }
    const bool forDevops = claimsOf(token).value("aud"_L1).toString() == devopsId;
    notes.append(u"token: %1%2"_s.arg(identity ? identity->name : u"?"_s,
                                      forDevops ? QString() : u", other audience"_s));

    const QString base = asked.value("organization"_L1).toString();
    const Headers quiet{{"X-TFS-FedAuthRedirect", "Suppress"}};
    const Headers signedIn{{"X-TFS-FedAuthRedirect", "Suppress"},
                           {"Authorization", "Bearer " + token.toLatin1()}};
    const auto head = ask(url, "HEAD", base + u"/_apis/connectionData?api-version=7.1-preview.1"_s, quiet);
    if (!head)
        return notes << u"tenant: no answer"_s;
    const QByteArray tenant = head->header("X-VSS-ResourceTenant");
    if (tenant.isEmpty())
        return notes << u"tenant: none, status %1"_s.arg(head->status);
    notes.append(tenant.startsWith("8c2f6a10")       ? u"tenant: Contoso"_s
                     : tenant.startsWith("1f0e9d8c") ? u"tenant: Fabrikam"_s
                                                     : u"tenant: zero"_s);
    const auto who = ask(url, "GET", base + u"/_apis/connectionData?api-version=7.1-preview.1"_s, signedIn);
    if (!who)
        return notes << u"who: no answer"_s;
    if (who->status != 200) {
        const QString word = who->header("Content-Type").startsWith("text/html")
            ? u"HTML"_s
            : who->json().value("message"_L1).toString().section(u':', 0, 0);
        return notes << u"who: %1 %2"_s.arg(QString::number(who->status), word);
    }
    notes.append(u"who: "_s + who->json()["authenticatedUser"_L1]["providerDisplayName"_L1].toString());
    const auto projects = ask(url, "GET", base + u"/_apis/projects?api-version=7.1"_s, signedIn);
    if (!projects)
        return notes << u"projects: no answer"_s;
    QStringList names;
    for (const QJsonValue &value : projects->json().value("value"_L1).toArray())
        names.append(value["name"_L1].toString());
    notes.append(u"projects: "_s + names.join(u','));
    return notes;
}

} // namespace

namespace {

// Services show their processes no firmware, and other machines show theirs.
bool isAzureVm(const Scenario &scenario)
{
    const QJsonObject env = scenario.hostImage["env"_L1].toObject();
    static const QStringList elsewhere{u"not-on-azure"_s, u"docker-desktop-403"_s};
    return !elsewhere.contains(scenario.name) && scenario.world.localEndpoint.kind != LocalEndpoint::Kind::Arc
        && !env.contains("WEBSITE_SITE_NAME"_L1) && !env.contains("ACC_CLOUD"_L1)
        && !env.contains("CONTAINER_APP_NAME"_L1) && !env.contains("AZUREML_RUN_ID"_L1)
        && !env.contains("AUTOMATION_ASSET_ACCOUNTID"_L1);
}

} // namespace

class TestScenarios : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyNameHasAScenario();
    void unknownNameHasNone();
    void scenarioIsAlwaysTheSame();
    void hostImageIsComplete_data();
    void hostImageIsComplete();
    void askedForIsOnlyWhatAPersonMayAsk_data();
    void askedForIsOnlyWhatAPersonMayAsk();
    void clientSeesTheSituation_data();
    void clientSeesTheSituation();
    void objectIdWorksWhereItBelongs();
    void throttledAnswerSaysWhenToComeBack();
    void rewrittenAnswerHasNothingOfTheService();
    void slowClockSeesATokenOfTheFuture();
    void onlyTheSituationDiffersFromHealthy_data();
    void onlyTheSituationDiffersFromHealthy();

    void simulatorTellsItsScenario();
    void simulatorTellsItsRequests();
    void simulatorKnowsNoOtherName_data();
    void simulatorKnowsNoOtherName();
    void logHasOneLinePerRequestAndNoSecret();
    void latencyIsAddedToEveryAnswer();
    void unmodifiedClientIsServedOverTls();
    void addressInUseIsTold();
};

void TestScenarios::everyNameHasAScenario()
{
    const QStringList names = Scenario::names();
    QVERIFY(names.size() >= 110);
    QCOMPARE(QSet<QString>(names.begin(), names.end()).size(), names.size());
    QStringList titles;
    for (const QString &name : names) {
        const auto scenario = Scenario::named(name);
        QVERIFY2(scenario, qPrintable(name));
        QCOMPARE(scenario->name, name);
        QVERIFY(!scenario->title.isEmpty());
        QVERIFY(!titles.contains(scenario->title));
        titles.append(scenario->title);
        static const QStringList ofRights{u"rights-complete"_s, u"held-only-as-administrator"_s,
                                          u"objects-by-name"_s};
        const bool healthy = name.startsWith("healthy"_L1) || ofRights.contains(name);
        QCOMPARE(scenario->outcome == Outcome::Ready, healthy);
        const QString verdict = scenario->outcome == Outcome::NotReady ? u"not-ready"_s
            : scenario->outcome == Outcome::Unclear                    ? u"unclear"_s
                                                                       : u"ready"_s;
        QCOMPARE(scenario->verdict, verdict);
        // Second ways to the same finding.
        static const QHash<QString, QString> others{
            {u"arc-key-too-large"_s, u"arc-key-rejected"_s},
            {u"captive-portal-everywhere"_s, u"captive-portal"_s},
            {u"branch-deny"_s, u"permission-missing"_s},
            {u"object-deny"_s, u"permission-missing"_s},
            {u"stakeholder-code"_s, u"stakeholder-licence"_s},
            {u"admin-of-one-not-all"_s, u"admin-all-resources-required"_s},
            {u"extension-manager-missing"_s, u"rights-not-known"_s},
            {u"look-up-refused"_s, u"rights-not-known"_s},
            {u"deny-through-group"_s, u"permission-missing"_s},
            {u"federated-issuer-changed"_s, u"federated-setup-mismatch"_s},
            {u"pool-user-not-admin"_s, u"pool-manage-missing"_s},
            {u"rights-read-only"_s, u"permission-missing"_s},
            {u"service-connection-not-authorized"_s, u"expected-credential-rejected"_s},
            {u"service-connection-overridden"_s, u"expected-credential-overridden"_s},
            {u"service-connection-without-task"_s, u"expected-cli-not-signed-in"_s},
            {u"service-connection-unused"_s, u"hosted-agent-no-identity"_s},
            {u"two-identity-endpoints"_s, u"identity-endpoint-leftover"_s}};
        QCOMPARE(scenario->rootCauses, healthy ? QStringList() : QStringList{others.value(name, name)});
    }
}

void TestScenarios::unknownNameHasNone()
{
    QVERIFY(!Scenario::named(u"paradise"_s));
    QVERIFY(!Scenario::named(QString()));
    QVERIFY(!Scenario::named(u"Healthy"_s));
}

void TestScenarios::scenarioIsAlwaysTheSame()
{
    const auto first = Scenario::named(u"healthy"_s);
    const auto second = Scenario::named(u"healthy"_s);
    QCOMPARE(first->hostImage, second->hostImage);
    QCOMPARE(issueToken(first->world, first->world.identities.front(), devopsId),
             issueToken(second->world, second->world.identities.front(), devopsId));
    QCOMPARE(first->world.organizations.front().members.front().storageKey,
             second->world.organizations.front().members.front().storageKey);
}

void TestScenarios::hostImageIsComplete_data()
{
    QTest::addColumn<QString>("name");
    for (const QString &name : Scenario::names())
        QTest::addRow("%s", qPrintable(name)) << name;
}

void TestScenarios::hostImageIsComplete()
{
    QFETCH(QString, name);
    const auto scenario = Scenario::named(name);
    const QJsonObject host = scenario->hostImage;
    QCOMPARE(host.keys(),
             QStringList({u"clock"_s, u"commands"_s, u"env"_s, u"files"_s, u"platform"_s, u"user"_s}));
    QCOMPARE(host.value("platform"_L1).toString(), u"linux"_s);
    QCOMPARE(host.value("user"_L1)["name"_L1].toString(), u"builder"_s);
    QCOMPARE(host.value("clock"_L1).toInteger(),
             scenario->world.clock - (name == "clock-skew"_L1 ? 7200 : 0));
    const QString tag = host["files"_L1]["/sys/class/dmi/id/chassis_asset_tag"_L1].toString();
    QCOMPARE(tag == "7783-7084-3265-9085-8269-3286-77\n"_L1, isAzureVm(*scenario));
    const QJsonObject env = host.value("env"_L1).toObject();
    for (const QString &key : env.keys())
        QVERIFY2(env.value(key).isString(), qPrintable(key));
    QCOMPARE(env.contains("HTTP_PROXY"_L1), name == "proxy-eats-imds"_L1 || name == "proxy-value-refused"_L1);
    QVERIFY(!env.contains("HTTPS_PROXY"_L1));
}

void TestScenarios::askedForIsOnlyWhatAPersonMayAsk_data()
{
    hostImageIsComplete_data();
}

void TestScenarios::askedForIsOnlyWhatAPersonMayAsk()
{
    QFETCH(QString, name);
    const QJsonObject asked = Scenario::named(name)->asked;
    const QSet<QString> allowed{u"organization"_s, u"clientId"_s,  u"objectId"_s, u"resourceId"_s,
                                u"projects"_s,     u"terraform"_s, u"error"_s,    u"expectTerraform"_s};
    for (const QString &key : asked.keys())
        QVERIFY2(allowed.contains(key), qPrintable(key));
    QVERIFY(asked.value("organization"_L1).toString().startsWith("https://dev.azure.com/conto"_L1));
    QCOMPARE(asked.value("projects"_L1).toArray(), QJsonArray{u"Fabrikam-Fiber"_s});
}

void TestScenarios::clientSeesTheSituation_data()
{
    QTest::addColumn<QStringList>("notes");
    const QString vm = u"token: vm-build"_s;
    const QString terraform = u"token: id-terraform"_s;
    const QString contoso = u"tenant: Contoso"_s;
    const QString fiber = u"projects: Fabrikam-Fiber"_s;
    QTest::addRow("healthy") << QStringList{vm, contoso, u"who: vm-build"_s, fiber};
    QTest::addRow("healthy-user-assigned") << QStringList{terraform, contoso, u"who: id-terraform"_s, fiber};
    QTest::addRow("not-on-azure") << QStringList{u"token: silence"_s};
    QTest::addRow("imds-unreachable") << QStringList{u"token: reset"_s};
    QTest::addRow("imds-throttled") << QStringList{u"token: 429 Temporarily throttled, t"_s};
    QTest::addRow("identity-not-assigned") << QStringList{u"token: 400 Identity not found"_s};
    QTest::addRow("multiple-identities") << QStringList{u"token: 400 Multiple user assigned i"_s};
    QTest::addRow("silent-default-identity") << QStringList{vm, contoso, u"who: 401 TF401444"_s};
    QTest::addRow("object-id-as-client-id") << QStringList{u"token: 400 Identity not found"_s};
    QTest::addRow("wrong-audience") << QStringList{vm + u", other audience"_s, contoso,
                                                   u"who: 401 TF400813"_s};
    QTest::addRow("tenant-mismatch") << QStringList{vm, u"tenant: Fabrikam"_s, u"who: 401 TF400813"_s};
    QTest::addRow("org-url-wrong") << QStringList{vm, u"tenant: none, status 404"_s};
    QTest::addRow("org-not-entra-backed") << QStringList{vm, u"tenant: zero"_s, u"who: 401 TF400813"_s};
    QTest::addRow("not-in-org") << QStringList{vm, contoso, u"who: 401 TF401444"_s};
    QTest::addRow("anonymous-guid") << QStringList{vm, contoso, u"who: Anonymous"_s,
                                                   u"projects: Contoso-Open"_s};
    QTest::addRow("html-instead-of-json") << QStringList{vm, contoso, u"who: 203 HTML"_s};
    QTest::addRow("no-project-permission") << QStringList{vm, contoso, u"who: vm-build"_s, u"projects: "_s};
    QTest::addRow("proxy-eats-imds") << QStringList{vm, contoso, u"who: vm-build"_s, fiber};
    QTest::addRow("clock-skew") << QStringList{vm, contoso, u"who: vm-build"_s, fiber};
}

void TestScenarios::clientSeesTheSituation()
{
    QFETCH(QStringList, notes);
    const auto scenario = Scenario::named(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(scenario);
    SandboxServer server(*scenario);
    QVERIFY(server.listen());
    QCOMPARE(walk(server), notes);
}

void TestScenarios::objectIdWorksWhereItBelongs()
{
    SandboxServer server(*Scenario::named(u"object-id-as-client-id"_s));
    QVERIFY(server.listen());
    const QString id = server.scenario().asked.value("clientId"_L1).toString();
    QCOMPARE(askMetadata(server, u"&client_id="_s + id).reply->status, 400);
    const Connection right = askMetadata(server, u"&object_id="_s + id);
    QVERIFY(right.reply);
    QCOMPARE(right.reply->status, 200);
    QCOMPARE(claimsOf(tokenOf(*right.reply)).value("oid"_L1).toString(), id);
}

void TestScenarios::throttledAnswerSaysWhenToComeBack()
{
    SandboxServer server(*Scenario::named(u"imds-throttled"_s));
    QVERIFY(server.listen());
    for (int i = 0; i < 3; ++i) {
        const Connection connection = askMetadata(server, {});
        QVERIFY(connection.reply);
        QCOMPARE(connection.reply->status, 429);
        QCOMPARE(connection.reply->header("Retry-After"), QByteArray("3"));
        QCOMPARE(connection.reply->json().value("error"_L1).toString(), u"invalid_request"_s);
        server.world().advance(3600);
    }
}

void TestScenarios::rewrittenAnswerHasNothingOfTheService()
{
    SandboxServer server(*Scenario::named(u"html-instead-of-json"_s));
    QVERIFY(server.listen());
    for (const char *host : {"dev.azure.com", "vssps.dev.azure.com", "vsaex.dev.azure.com"}) {
        const auto reply = ask(server.url(), "GET",
                               u"https://%1/contoso/_apis/connectionData"_s.arg(QString::fromLatin1(host)),
                               {{"X-TFS-FedAuthRedirect", "Suppress"}, {"Authorization", "Bearer x"}});
        QVERIFY(reply);
        QCOMPARE(reply->status, 203);
        for (const auto &[name, value] : reply->headers)
            QVERIFY2(!name.startsWith("X-TFS") && !name.startsWith("X-VSS") && name != "ActivityId", name);
    }
    const auto lookup = ask(
        server.url(), "GET",
        u"https://dev.azure.com/_apis/resourceAreas/79134c72-4a58-4b42-976c-04e7115f32bf?accountName=contoso"_s);
    QVERIFY(lookup);
    QCOMPARE(lookup->json().value("locationUrl"_L1).toString(), u"https://dev.azure.com/contoso/"_s);
}

void TestScenarios::slowClockSeesATokenOfTheFuture()
{
    SandboxServer server(*Scenario::named(u"clock-skew"_s));
    QVERIFY(server.listen());
    const Connection connection = askMetadata(server, {});
    QVERIFY(connection.reply);
    const qint64 hostClock = server.scenario().hostImage.value("clock"_L1).toInteger();
    QVERIFY(claimsOf(tokenOf(*connection.reply)).value("nbf"_L1).toInteger() > hostClock);
    QCOMPARE(connection.reply->header("Date"), httpDate(hostClock + 7200));
}

void TestScenarios::onlyTheSituationDiffersFromHealthy_data()
{
    hostImageIsComplete_data();
}

// The file list and environment of a scenario may add to the healthy one, not silently drop from it.
void TestScenarios::onlyTheSituationDiffersFromHealthy()
{
    QFETCH(QString, name);
    const QJsonObject healthy = Scenario::named(u"healthy"_s)->hostImage;
    const QJsonObject host = Scenario::named(name)->hostImage;
    for (const QString &part : {u"env"_s, u"files"_s}) {
        const QJsonObject before = healthy.value(part).toObject();
        const QJsonObject after = host.value(part).toObject();
        for (const QString &key : before.keys()) {
            // Services show their processes no firmware.
            const bool isHidden = key.startsWith("/sys/class/dmi/"_L1) && !isAzureVm(*Scenario::named(name));
            // The configuration is a situation of its own.
            const bool isOwn = key.startsWith("/home/builder/infra/"_L1);
            QVERIFY2(after.contains(key) || isHidden || isOwn, qPrintable(key));
            if (name != "not-on-azure"_L1 && !key.startsWith("/sys/class/dmi/"_L1) && !isOwn)
                QCOMPARE(after.value(key), before.value(key));
        }
    }
}

void TestScenarios::simulatorTellsItsScenario()
{
    SandboxServer server(*Scenario::named(u"not-in-org"_s));
    QVERIFY(server.listen());
    QCOMPARE(server.url().toString(), u"http://127.0.0.1:%1"_s.arg(server.url().port()));
    for (const QString &host : {u"127.0.0.1"_s, u"localhost"_s}) {
        const auto reply = ask(server.url(), "GET", u"http://%1/.signet/scenario"_s.arg(host));
        QVERIFY(reply);
        QCOMPARE(reply->status, 200);
        const QJsonObject body = reply->json();
        QCOMPARE(body.keys(),
                 QStringList({u"asked"_s, u"host"_s, u"name"_s, u"person"_s, u"title"_s, u"tls"_s}));
        QCOMPARE(body.value("name"_L1).toString(), u"not-in-org"_s);
        QCOMPARE(body.value("host"_L1).toObject(), server.scenario().hostImage);
        QCOMPARE(body.value("asked"_L1).toObject(), server.scenario().asked);
        QCOMPARE(body["person"_L1]["userPrincipalName"_L1].toString(), u"jane@contoso.example"_s);
        const QByteArray refreshToken = body["person"_L1]["refreshToken"_L1].toString().toLatin1();
        QVERIFY(server.issuedTokens().contains(refreshToken));
    }
    const auto front = ask(server.url(), "GET", u"http://127.0.0.1/"_s);
    QVERIFY(front);
    QVERIFY(front->body.contains("not-in-org"));
    const auto none = ask(server.url(), "GET", u"http://127.0.0.1/.signet/secrets"_s);
    QVERIFY(none);
    QCOMPARE(none->status, 404);
    const auto post = ask(server.url(), "POST", u"http://127.0.0.1/.signet/scenario"_s);
    QVERIFY(post);
    QCOMPARE(post->status, 405);
}

void TestScenarios::simulatorTellsItsRequests()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    QSignalSpy seen(&server, &SandboxServer::requestSeen);
    QVERIFY(
        ask(server.url(), "GET", u"https://dev.azure.com/contoso/_apis/projects?api-version=7.1&sig=hush"_s));
    QCOMPARE(seen.count(), 1);
    const auto reply = ask(server.url(), "GET", u"http://127.0.0.1/.signet/requests"_s);
    QVERIFY(reply);
    const QJsonArray list = QJsonDocument::fromJson(reply->body).array();
    QCOMPARE(list.size(), 1);
    QCOMPARE(list.first().toObject(),
             (QJsonObject{{u"method"_s, u"GET"_s},
                          {u"scheme"_s, u"http"_s},
                          {u"host"_s, u"dev.azure.com"_s},
                          {u"path"_s, u"/contoso/_apis/projects"_s},
                          {u"query"_s, u"api-version=7.1&sig=***"_s},
                          {u"status"_s, 302}}));
    QCOMPARE(server.requests().first().path, u"/contoso/_apis/projects"_s);
}

void TestScenarios::simulatorKnowsNoOtherName_data()
{
    QTest::addColumn<QString>("url");
    QTest::addRow("foreign") << u"http://example.com/.signet/scenario"_s;
    QTest::addRow("other loopback address") << u"http://127.0.0.2/.signet/scenario"_s;
    QTest::addRow("address as a number") << u"http://2130706433x/.signet/scenario"_s;
    QTest::addRow("metadata of another cloud") << u"http://metadata.google.internal/computeMetadata/v1/"_s;
    QTest::addRow("domain that ends like ours") << u"http://evildev.azure.com/contoso/_apis/projects"_s;
}

void TestScenarios::simulatorKnowsNoOtherName()
{
    QFETCH(QString, url);
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "GET", url);
    QVERIFY(reply);
    QCOMPARE(reply->status, 404);
    QVERIFY(reply->header("Content-Type").startsWith("text/plain"));
}

void TestScenarios::logHasOneLinePerRequestAndNoSecret()
{
    QBuffer log;
    QVERIFY(log.open(QIODevice::WriteOnly));
    SandboxServer::Options options;
    options.log = &log;
    SandboxServer server(*Scenario::named(u"healthy"_s), options);
    QVERIFY(server.listen());
    const Connection connection = askMetadata(server, {});
    QVERIFY(connection.reply);
    const QByteArray token = tokenOf(*connection.reply).toLatin1();
    const Headers headers{{"Authorization", "Bearer " + token}};
    const QString encoded = QString::fromLatin1(token);
    QVERIFY(
        ask(server.url(), "GET", u"https://dev.azure.com/contoso/_apis/projects?api-version=7.1"_s, headers));
    QVERIFY(ask(server.url(), "GET",
                u"https://dev.azure.com/contoso/_apis/projects?access_token="_s + encoded, headers));
    QVERIFY(ask(server.url(), "GET", u"https://dev.azure.com/contoso/_apis/projects?resource="_s + encoded,
                headers));
    QVERIFY(ask(server.url(), "GET", u"https://dev.azure.com/contoso/"_s + encoded, headers));
    QVERIFY(ask(server.url(), "GET", u"https://dev.azure.com/contoso/%0AGET%20http://forged%0A"_s, headers));
    QVERIFY(ask(server.url(), "POST", u"https://login.microsoftonline.com/x/oauth2/v2.0/token"_s, headers,
                "client_secret=hush"));

    const QList<QByteArray> lines = log.data().trimmed().split('\n');
    QCOMPARE(lines.size(), 7);
    QCOMPARE(lines[0],
             QByteArray(
                 "GET http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource="
                 "499b84ac-1321-427f-aa17-267ca6975798 200"));
    QCOMPARE(lines[2], QByteArray("GET http://dev.azure.com/contoso/_apis/projects?access_token=*** 200"));
    const QByteArray everything =
        log.data() + ask(server.url(), "GET", u"http://127.0.0.1/.signet/requests"_s)->body;
    for (const QByteArray &part : token.split('.'))
        QVERIFY(!everything.contains(part));
    QVERIFY(!everything.contains("c2lnbmV0LXNhbmRib3gtdG9rZW4"));
    QVERIFY(!everything.contains("hush"));
    QVERIFY(!everything.contains("Bearer"));
}

void TestScenarios::latencyIsAddedToEveryAnswer()
{
    SandboxServer::Options options;
    options.latency = 120ms;
    SandboxServer server(*Scenario::named(u"healthy"_s), options);
    QVERIFY(server.listen());
    QElapsedTimer time;
    time.start();
    const auto reply = ask(server.url(), "GET", u"http://127.0.0.1/"_s);
    QVERIFY(reply);
    QVERIFY(time.elapsed() >= 110);
}

void TestScenarios::unmodifiedClientIsServedOverTls()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listenTls());
    QCOMPARE(server.url(), server.tlsUrl());
    QCOMPARE(server.url().scheme(), u"https"_s);
    QVERIFY(server.listen());
    QCOMPARE(server.url().scheme(), u"http"_s);

    const QByteArray token = issueToken(server.world(), server.world().identities.front(), devopsId);
    QNetworkAccessManager manager;
    manager.setProxy(QNetworkProxy::NoProxy);
    for (const bool trusted : {true, false}) {
        QNetworkRequest request(
            QUrl(server.tlsUrl().toString() + u"/contoso/_apis/connectionData?api-version=7.1-preview.1"_s));
        request.setPeerVerifyName(u"dev.azure.com"_s);
        request.setRawHeader("Host", "dev.azure.com");
        request.setRawHeader("Authorization", "Bearer " + token);
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setCaCertificates(trusted ? QSslCertificate::fromData(server.caCertificatePem())
                                                : QList<QSslCertificate>());
        request.setSslConfiguration(configuration);
        manager.clearConnectionCache();
        const std::unique_ptr<QNetworkReply> reply(manager.get(request));
        QTRY_VERIFY(reply->isFinished());
        if (trusted) {
            QVERIFY2(reply->error() == QNetworkReply::NoError, qPrintable(reply->errorString()));
            const QJsonObject body = QJsonDocument::fromJson(reply->readAll()).object();
            QCOMPARE(body["authenticatedUser"_L1]["providerDisplayName"_L1].toString(), u"vm-build"_s);
            QCOMPARE(server.requests().last().scheme, u"https"_s);
        } else {
            QCOMPARE(reply->error(), QNetworkReply::SslHandshakeFailedError);
        }
    }
    QCOMPARE(server.requests().size(), 1);
}

void TestScenarios::addressInUseIsTold()
{
    SandboxServer first(*Scenario::named(u"healthy"_s));
    QVERIFY(first.listen());
    SandboxServer second(*Scenario::named(u"healthy"_s));
    QVERIFY(!second.listen(QHostAddress(QHostAddress::LocalHost), quint16(first.url().port())));
    QVERIFY(!second.errorString().isEmpty());
    QVERIFY(second.url().isEmpty());
}

QTEST_GUILESS_MAIN(TestScenarios)
#include "tst_scenario.moc"
