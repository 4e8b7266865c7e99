#include "core/sandbox/sandboxserver.h"
#include "core/sandbox/world/tokenissuer.h"

#include "tests/sandbox/rawclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>
#include <QUuid>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;

namespace {

constexpr QLatin1StringView devopsId = "499b84ac-1321-427f-aa17-267ca6975798"_L1;
constexpr QLatin1StringView contosoTenant = "8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_L1;
constexpr QLatin1StringView machineObject = "a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_L1;
constexpr QLatin1StringView nobody = "aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa"_L1;

const QString connectionUrl =
    u"https://dev.azure.com/contoso/_apis/connectionData?api-version=7.1-preview.1"_s;
const QString projectsUrl = u"https://dev.azure.com/contoso/_apis/projects?api-version=7.1"_s;

Headers suppressed(const QByteArray &authorization = {})
{
    Headers headers{{"Accept", "application/json"}, {"X-TFS-FedAuthRedirect", "Suppress"}};
    if (!authorization.isEmpty())
        headers.append(std::pair(QByteArray("Authorization"), authorization));
    return headers;
}

QByteArray bearer(const World &world, const QString &resource = devopsId)
{
    return "Bearer " + issueToken(world, world.identities.front(), resource);
}

// A world with the virtual machine of the healthy scenario, and four more projects to page through.
World pagedWorld()
{
    World world = Scenario::named(u"healthy"_s)->world;
    Organization &contoso = world.organizations.front();
    for (int i = 1; i <= 4; ++i)
        contoso.projects.push_back({.id = stableGuid(QString::number(i)),
                                    .name = u"Extra %1"_s.arg(i),
                                    .description = {},
                                    .state = i == 4 ? u"deleting"_s : u"wellFormed"_s,
                                    .visibleTo = {machineObject}});
    return world;
}

Scenario inWorld(const World &world)
{
    Scenario scenario = *Scenario::named(u"healthy"_s);
    scenario.world = world;
    return scenario;
}

QStringList namesIn(const Reply &reply)
{
    QStringList names;
    for (const QJsonValue &value : reply.json().value("value"_L1).toArray())
        names.append(value.toObject().value("name"_L1).toString());
    return names;
}

} // namespace

class TestDevops : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void memberIsNamed_data();
    void memberIsNamed();
    void credentialIsJudged_data();
    void credentialIsJudged();
    void strangerIsToldHowHeIsCalled();
    void memberWithoutLicenceIsRefusedByName();
    void publicProjectsLetNobodyIn_data();
    void publicProjectsLetNobodyIn();
    void redirectLeadsToTheSignInPage();
    void tenantIsTold_data();
    void tenantIsTold();
    void authenticatedAnswerNamesTheCallerAndNotTheTenant();
    void everyAnswerHasItsOwnActivity();
    void errorsHaveTheUsualBody();
    void organizationLookupNeedsNoCredential_data();
    void organizationLookupNeedsNoCredential();
    void resourceAreasAreListed();
    void versions_data();
    void versions();
    void contentTypeRepeatsTheVersion();
    void routesAreListed();
    void providerFindsTheProjectsAsItAsks_data();
    void providerFindsTheProjectsAsItAsks();
    void addressBesideAnOrganizationIsAPage_data();
    void addressBesideAnOrganizationIsAPage();
    void projectsAreListedPageByPage();
    void groupsInTheTokenDecideWhichProjectsAreSeen_data();
    void groupsInTheTokenDecideWhichProjectsAreSeen();
    void projectsAreFiltered_data();
    void projectsAreFiltered();
    void oneProject_data();
    void oneProject();
    void unknownRoutesAreRefused_data();
    void unknownRoutesAreRefused();
    void resourceManagerWantsItsOwnAudience_data();
    void resourceManagerWantsItsOwnAudience();
    void entraKnowsItsTenants();
};

void TestDevops::memberIsNamed_data()
{
    QTest::addColumn<QString>("url");
    const QString query =
        u"?api-version=7.1-preview.1&connectOptions=none&lastChangeId=-1&lastChangeId64=-1"_s;
    for (const char *base :
         {"https://dev.azure.com/contoso", "https://vssps.dev.azure.com/contoso",
          "https://vsaex.dev.azure.com/contoso", "https://contoso.visualstudio.com",
          "https://contoso.visualstudio.com/DefaultCollection", "https://contoso.vssps.visualstudio.com",
          "https://CONTOSO.vsaex.visualstudio.com", "https://dev.azure.com/Contoso/"})
        QTest::addRow("%s", base) << QString::fromLatin1(base) + u"/_apis/connectionData"_s + query;
    QTest::addRow("path in other case") << u"https://dev.azure.com/contoso/_APIs/ConnectionDATA"_s + query;
    QTest::addRow("without version") << u"https://dev.azure.com/contoso/_apis/connectionData"_s;
}

void TestDevops::memberIsNamed()
{
    QFETCH(QString, url);
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    for (const bool redirects : {false, true}) {
        const QByteArray credential = bearer(server.world());
        const Headers headers = redirects ? Headers{{"Authorization", credential}} : suppressed(credential);
        const auto reply = ask(server.url(), "GET", url, headers);
        QVERIFY(reply);
        QVERIFY2(reply->status == 200, reply->body);
        const QJsonObject user = reply->json().value("authenticatedUser"_L1).toObject();
        QCOMPARE(user.value("descriptor"_L1).toString(),
                 u"Microsoft.VisualStudio.Services.Claims.AadServicePrincipal;%1\\%2"_s.arg(contosoTenant,
                                                                                            machineObject));
        QCOMPARE(user.value("id"_L1).toString(),
                 server.world().organizations.front().members.front().storageKey);
        QVERIFY(user.value("subjectDescriptor"_L1).toString().startsWith("aadsp."_L1));
        QCOMPARE(user.value("providerDisplayName"_L1).toString(), u"vm-build"_s);
        QCOMPARE(user.value("isActive"_L1).toBool(), true);
        QCOMPARE(user.value("properties"_L1)["Account"_L1]["$value"_L1].toString(), QString(machineObject));
        QCOMPARE(reply->json().value("authorizedUser"_L1).toObject(), user);
        QCOMPARE(reply->json().value("instanceId"_L1).toString(), server.world().organizations.front().id);
        QCOMPARE(reply->json().value("deploymentType"_L1).toString(), u"hosted"_s);
    }
}

void TestDevops::credentialIsJudged_data()
{
    QTest::addColumn<QString>("credential");
    QTest::addColumn<int>("suppressed"); // status with X-TFS-FedAuthRedirect: Suppress
    QTest::addColumn<QString>("message"); // in the body of that answer; empty: no body
    QTest::addColumn<int>("plain"); // status without
    const QString nobodyHere = u"TF400813: Resource not available for anonymous access"_s;
    const QString notAccepted =
        u"TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not authorized"_s;
    QTest::addRow("good") << u"good"_s << 200 << QString() << 200;
    QTest::addRow("good, as a password") << u"good as password"_s << 200 << QString() << 200;
    QTest::addRow("good, scheme in lower case") << u"good, lower case"_s << 200 << QString() << 200;
    QTest::addRow("none") << u"none"_s << 401 << nobodyHere << 302;
    QTest::addRow("empty Basic") << u"Basic Og=="_s << 401 << nobodyHere << 302;
    QTest::addRow("personal access token") << u"Basic OmFiY2RlZmdo"_s << 401 << QString() << 203;
    QTest::addRow("personal access token as Bearer") << u"Bearer abcdefgh"_s << 401 << QString() << 203;
    QTest::addRow("empty Bearer") << u"Bearer "_s << 401 << notAccepted << 302;
    QTest::addRow("unknown scheme") << u"Negotiate abc"_s << 401 << notAccepted << 302;
    QTest::addRow("expired") << u"expired"_s << 401 << notAccepted << 203;
    QTest::addRow("not yet valid") << u"early"_s << 401 << notAccepted << 302;
    QTest::addRow("for Resource Manager") << u"arm"_s << 401 << notAccepted << 302;
    QTest::addRow("for Graph") << u"graph"_s << 401 << notAccepted << 302;
    QTest::addRow("of another tenant") << u"other tenant"_s << 401 << notAccepted << 302;
    QTest::addRow("changed") << u"changed"_s << 401 << notAccepted << 302;
    QTest::addRow("without signature") << u"unsigned"_s << 401 << notAccepted << 302;
}

void TestDevops::credentialIsJudged()
{
    QFETCH(QString, credential);
    QFETCH(int, suppressed);
    QFETCH(QString, message);
    QFETCH(int, plain);
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    World &world = server.world();
    QByteArray authorization = credential.toLatin1();
    const QByteArray good = bearer(world);
    if (credential == "good"_L1) {
        authorization = good;
    } else if (credential == "good as password"_L1) {
        authorization = "Basic " + ("anyone:" + good.mid(7)).toBase64();
    } else if (credential == "good, lower case"_L1) {
        authorization = "bearer " + good.mid(7);
    } else if (credential == "none"_L1) {
        authorization.clear();
    } else if (credential == "expired"_L1) {
        authorization = good;
        world.advance(86400);
    } else if (credential == "early"_L1) {
        authorization = good;
        world.advance(-301);
    } else if (credential == "arm"_L1) {
        authorization = bearer(world, u"https://management.azure.com/"_s);
    } else if (credential == "graph"_L1) {
        authorization = bearer(world, u"https://graph.microsoft.com"_s);
    } else if (credential == "other tenant"_L1) {
        ManagedIdentity foreign = world.identities.front();
        foreign.tenantId = u"1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f"_s;
        authorization = "Bearer " + issueToken(world, foreign, devopsId);
    } else if (credential == "changed"_L1) {
        authorization = good;
        authorization[good.lastIndexOf('.') - 5] = good[good.lastIndexOf('.') - 5] == 'A' ? 'B' : 'A';
    } else if (credential == "unsigned"_L1) {
        authorization = good.left(good.lastIndexOf('.') + 1);
    }

    const auto quiet = ask(server.url(), "GET", connectionUrl, ::suppressed(authorization));
    QVERIFY(quiet);
    QCOMPARE(quiet->status, suppressed);
    if (suppressed == 401) {
        if (message.isEmpty()) {
            QCOMPARE(quiet->header("Content-Length"), QByteArray("0"));
            QVERIFY(quiet->header("Content-Type").isEmpty());
        } else {
            QVERIFY2(quiet->json().value("message"_L1).toString().startsWith(message), quiet->body);
            QCOMPARE(quiet->json().value("typeKey"_L1).toString(), u"UnauthorizedRequestException"_s);
        }
        QVERIFY(quiet->header("X-VSS-UserData").isEmpty());
        QVERIFY(!quiet->values("WWW-Authenticate").isEmpty());
    }
    Headers headers;
    if (!authorization.isEmpty())
        headers.append(std::pair(QByteArray("Authorization"), authorization));
    const auto loud = ask(server.url(), "GET", connectionUrl, headers);
    QVERIFY(loud);
    QCOMPARE(loud->status, plain);
    if (plain == 203) {
        QVERIFY(loud->header("Content-Type").startsWith("text/html"));
        QVERIFY(loud->body.startsWith('<'));
    }
}

void TestDevops::strangerIsToldHowHeIsCalled()
{
    SandboxServer server(*Scenario::named(u"not-in-org"_s));
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "GET", connectionUrl, suppressed(bearer(server.world())));
    QVERIFY(reply);
    QCOMPARE(reply->status, 401);
    const QString message =
        u"TF401444: Please sign-in at least once as %1\\%1\\%2 in a web browser to enable access to the service."_s
            .arg(contosoTenant, machineObject);
    QCOMPARE(reply->json().value("message"_L1).toString(), message);
    QCOMPARE(QString::fromUtf8(QByteArray::fromPercentEncoding(reply->header("X-TFS-ServiceError"))),
             message);
}

void TestDevops::memberWithoutLicenceIsRefusedByName()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    Member &member = server.world().organizations.front().members.front();
    member.accessLevel = u"none"_s;
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "GET", connectionUrl, suppressed(bearer(server.world())));
    QVERIFY(reply);
    QCOMPARE(reply->status, 401);
    QCOMPARE(reply->json().value("message"_L1).toString(),
             u"TF400813: The user '%1' is not authorized to access this resource."_s.arg(member.storageKey));
}

void TestDevops::publicProjectsLetNobodyIn_data()
{
    QTest::addColumn<QByteArray>("authorization");
    QTest::addRow("nobody") << QByteArray();
    QTest::addRow("empty Basic") << QByteArray("Basic Og==");
    QTest::addRow("made-up token") << QByteArray("Bearer a.b.c");
    QTest::addRow("personal access token") << QByteArray("Basic OmFiYw==");
}

void TestDevops::publicProjectsLetNobodyIn()
{
    QFETCH(QByteArray, authorization);
    Scenario scenario = *Scenario::named(u"healthy"_s);
    scenario.world.organizations.front().projects.push_back({.id = stableGuid(u"open"_s),
                                                             .name = u"Open"_s,
                                                             .description = {},
                                                             .visibility = u"public"_s,
                                                             .visibleTo = {}});
    SandboxServer server(scenario);
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "GET", connectionUrl, suppressed(authorization));
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    const QJsonObject user = reply->json().value("authenticatedUser"_L1).toObject();
    QCOMPARE(user.value("id"_L1).toString(), QString(nobody));
    QCOMPARE(user.value("descriptor"_L1).toString(), u"System:PublicAccess;"_s + nobody);
    QCOMPARE(user.value("providerDisplayName"_L1).toString(), u"Anonymous"_s);
    QVERIFY(reply->header("X-VSS-UserData").isEmpty());
    QCOMPARE(reply->header("X-VSS-ResourceTenant"), QByteArray(contosoTenant.data()));

    const auto projects = ask(server.url(), "GET", projectsUrl, suppressed(authorization));
    QVERIFY(projects);
    QCOMPARE(namesIn(*projects), QStringList{u"Open"_s});

    const auto member = ask(server.url(), "GET", projectsUrl, suppressed(bearer(server.world())));
    QVERIFY(member);
    QCOMPARE(namesIn(*member), QStringList({u"Fabrikam-Fiber"_s, u"Open"_s}));
}

void TestDevops::redirectLeadsToTheSignInPage()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "GET", connectionUrl);
    QVERIFY(reply);
    QCOMPARE(reply->status, 302);
    const QByteArray location = reply->header("Location");
    QVERIFY2(location.startsWith(
                 "https://spsprodweu1.vssps.visualstudio.com/_signin?realm=dev.azure.com&reply_to="),
             location);
    // A client that follows ends on a page for people, with status 200.
    const auto page = ask(server.url(), "GET", QString::fromLatin1(location));
    QVERIFY(page);
    QCOMPARE(page->status, 200);
    QVERIFY(page->header("Content-Type").startsWith("text/html"));
}

void TestDevops::tenantIsTold_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<bool>("suppress");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("tenant");
    const QByteArray contoso = contosoTenant.data();
    const QByteArray fabrikam = "1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f";
    const QByteArray none = "00000000-0000-0000-0000-000000000000";
    QTest::addRow("HEAD, suppressed") << u"healthy"_s << QByteArray("HEAD") << true << 401 << contoso;
    QTest::addRow("GET, suppressed") << u"healthy"_s << QByteArray("GET") << true << 401 << contoso;
    QTest::addRow("HEAD, redirected") << u"healthy"_s << QByteArray("HEAD") << false << 302 << contoso;
    QTest::addRow("other tenant") << u"tenant-mismatch"_s << QByteArray("HEAD") << true << 401 << fabrikam;
    QTest::addRow("no tenant") << u"org-not-entra-backed"_s << QByteArray("HEAD") << true << 401 << none;
    QTest::addRow("public projects") << u"anonymous-guid"_s << QByteArray("HEAD") << true << 200 << contoso;
}

void TestDevops::tenantIsTold()
{
    QFETCH(QString, scenario);
    QFETCH(QByteArray, method);
    QFETCH(bool, suppress);
    QFETCH(int, status);
    QFETCH(QByteArray, tenant);
    SandboxServer server(*Scenario::named(scenario));
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), method, connectionUrl, suppress ? suppressed() : Headers{});
    QVERIFY(reply);
    QCOMPARE(reply->status, status);
    QCOMPARE(reply->header("X-VSS-ResourceTenant"), tenant);
    const QList<QByteArray> challenges = reply->values("WWW-Authenticate");
    const bool entra = !tenant.startsWith("00000000");
    QCOMPARE(challenges.contains("Bearer authorization_uri=https://login.microsoftonline.com/" + tenant),
             entra);
    QVERIFY(challenges.contains("Basic realm=\"https://tfsprodweu1.app.visualstudio.com/\""));
    QCOMPARE(reply->header("X-VSS-AuthorizationEndpoint"),
             QByteArray("https://vssps.dev.azure.com/contoso/"));
}

void TestDevops::authenticatedAnswerNamesTheCallerAndNotTheTenant()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const Headers headers = suppressed(bearer(server.world()));
    const auto get = ask(server.url(), "GET", connectionUrl, headers);
    const auto head = ask(server.url(), "HEAD", connectionUrl, headers);
    QVERIFY(get && head);
    const QByteArray key = server.world().organizations.front().members.front().storageKey.toLatin1();
    QCOMPARE(get->header("X-VSS-UserData"), key + ':' + machineObject.data());
    QVERIFY(get->header("X-VSS-ResourceTenant").isEmpty());
    QVERIFY(get->values("WWW-Authenticate").isEmpty());
    QCOMPARE(head->status, 200);
    QCOMPARE(head->header("X-VSS-UserData"), key + ':' + machineObject.data());
    QCOMPARE(head->header("X-VSS-ResourceTenant"), QByteArray(contosoTenant.data()));
}

void TestDevops::everyAnswerHasItsOwnActivity()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    QSet<QByteArray> seen;
    Headers headers = suppressed(bearer(server.world()));
    headers.append(
        std::pair(QByteArray("X-TFS-Session"), QByteArray("0b9a5d1c-3e2f-4a6b-8c7d-9e0f1a2b3c4d")));
    for (const QString &url :
         {connectionUrl, projectsUrl, u"https://dev.azure.com/contosso/_apis/projects"_s}) {
        const auto reply = ask(server.url(), "GET", url, headers);
        QVERIFY(reply);
        const QByteArray activity = reply->header("ActivityId");
        QVERIFY(!QUuid(QString::fromLatin1(activity)).isNull());
        QCOMPARE(reply->header("X-VSS-E2EID"), activity);
        QVERIFY(!QUuid(QString::fromLatin1(reply->header("X-TFS-ProcessId"))).isNull());
        QCOMPARE(reply->header("X-TFS-Session"), QByteArray("0b9a5d1c-3e2f-4a6b-8c7d-9e0f1a2b3c4d"));
        QVERIFY(!reply->header("Strict-Delivery-Security").isEmpty());
        QCOMPARE(reply->header("Date"), QByteArray("Mon, 21 Sep 2026 14:13:20 GMT"));
        QVERIFY(!seen.contains(activity));
        seen.insert(activity);
    }
}

void TestDevops::errorsHaveTheUsualBody()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto reply =
        ask(server.url(), "GET", u"https://dev.azure.com/contoso/_apis/projects/nothing?api-version=7.1"_s,
            suppressed(bearer(server.world())));
    QVERIFY(reply);
    const QJsonObject body = reply->json();
    QCOMPARE(body.keys(),
             QStringList({u"$id"_s, u"errorCode"_s, u"eventId"_s, u"innerException"_s, u"message"_s,
                          u"typeKey"_s, u"typeName"_s}));
    QCOMPARE(body.value("$id"_L1).toString(), u"1"_s);
    QVERIFY(body.value("innerException"_L1).isNull());
    QCOMPARE(body.value("errorCode"_L1).toInt(-1), 0);
    QCOMPARE(body.value("eventId"_L1).toInt(), 3000);
    QVERIFY(body.value("typeName"_L1).toString().contains(body.value("typeKey"_L1).toString()));
}

void TestDevops::organizationLookupNeedsNoCredential_data()
{
    QTest::addColumn<QString>("account");
    QTest::addColumn<QString>("location");
    QTest::addRow("exists") << u"contoso"_s << u"https://dev.azure.com/contoso/"_s;
    QTest::addRow("in other case") << u"Contoso"_s << u"https://dev.azure.com/contoso/"_s;
    QTest::addRow("does not exist") << u"contosso"_s << QString();
    QTest::addRow("empty") << QString() << QString();
}

void TestDevops::organizationLookupNeedsNoCredential()
{
    QFETCH(QString, account);
    QFETCH(QString, location);
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto reply = ask(
        server.url(), "GET",
        u"https://dev.azure.com/_apis/resourceAreas/79134c72-4a58-4b42-976c-04e7115f32bf?accountName=%1&api-version=5.0-preview.1"_s
            .arg(account));
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    QCOMPARE(reply->json().value("id"_L1).toString(), u"79134c72-4a58-4b42-976c-04e7115f32bf"_s);
    QCOMPARE(reply->json().contains("locationUrl"_L1), !location.isEmpty());
    QCOMPARE(reply->json().value("locationUrl"_L1).toString(), location);
}

void TestDevops::resourceAreasAreListed()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    // The version and the spelling that the Terraform provider sends.
    const auto reply = ask(server.url(), "GET", u"https://dev.azure.com/contoso/_apis/ResourceAreas"_s,
                           {{"Accept", "application/json;api-version=5.1-preview.1"}});
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    QHash<QString, QString> locations;
    for (const QJsonValue &value : reply->json().value("value"_L1).toArray())
        locations.insert(value["id"_L1].toString(), value["locationUrl"_L1].toString());
    QCOMPARE(reply->json().value("count"_L1).toInt(), locations.size());
    QCOMPARE(locations.value(u"79134c72-4a58-4b42-976c-04e7115f32bf"_s), u"https://dev.azure.com/contoso/"_s);
    QCOMPARE(locations.value(u"bb1e7ec9-e901-4b68-999a-de7012b920f8"_s),
             u"https://vssps.dev.azure.com/contoso/"_s);
    QCOMPARE(locations.value(u"68ddce18-2501-45f1-a17b-7931a9922690"_s),
             u"https://vsaex.dev.azure.com/contoso/"_s);

    const auto one =
        ask(server.url(), "GET",
            u"https://dev.azure.com/contoso/_apis/resourceAreas/BB1E7EC9-e901-4b68-999a-de7012b920f8"_s);
    QVERIFY(one);
    QCOMPARE(one->json().value("locationUrl"_L1).toString(), u"https://vssps.dev.azure.com/contoso/"_s);
    const auto none =
        ask(server.url(), "GET",
            u"https://dev.azure.com/contoso/_apis/resourceAreas/11111111-e901-4b68-999a-de7012b920f8"_s);
    QVERIFY(none);
    QCOMPARE(none->status, 404);
}

void TestDevops::versions_data()
{
    QTest::addColumn<QString>("route");
    QTest::addColumn<QString>("version");
    QTest::addColumn<QString>("typeKey"); // of the refusal; empty: accepted
    const QString preview = u"VssInvalidPreviewVersionException"_s;
    const QString range = u"VssVersionOutOfRangeException"_s;
    QTest::addRow("connectionData, preview") << u"connectionData"_s << u"7.1-preview.1"_s << QString();
    QTest::addRow("connectionData, preview without number")
        << u"connectionData"_s << u"7.1-preview"_s << QString();
    QTest::addRow("connectionData, old preview") << u"connectionData"_s << u"1.0-preview"_s << QString();
    QTest::addRow("connectionData, plain") << u"connectionData"_s << u"7.1"_s << preview;
    QTest::addRow("resourceAreas, plain") << u"resourceAreas"_s << u"7.1"_s << preview;
    QTest::addRow("resourceAreas, provider's") << u"resourceAreas"_s << u"5.1-preview.1"_s << QString();
    QTest::addRow("resourceAreas, too old") << u"resourceAreas"_s << u"3.1-preview.1"_s << range;
    QTest::addRow("projects, released") << u"projects"_s << u"7.1"_s << QString();
    QTest::addRow("projects, provider's") << u"projects"_s << u"7.1-preview.4"_s << QString();
    QTest::addRow("projects, old") << u"projects"_s << u"5.0"_s << QString();
    QTest::addRow("projects, not released yet") << u"projects"_s << u"7.2"_s << preview;
    QTest::addRow("projects, next preview") << u"projects"_s << u"7.2-preview.4"_s << QString();
    QTest::addRow("projects, unknown resource version") << u"projects"_s << u"7.1-preview.5"_s << range;
    QTest::addRow("projects, of tomorrow") << u"projects"_s << u"8.0"_s << range;
    QTest::addRow("projects, ten is more than two") << u"projects"_s << u"7.10"_s << range;
    QTest::addRow("projects, words") << u"projects"_s << u"latest"_s << range;
    QTest::addRow("projects, none") << u"projects"_s << QString() << QString();
}

void TestDevops::versions()
{
    QFETCH(QString, route);
    QFETCH(QString, version);
    QFETCH(QString, typeKey);
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const QString url = u"https://dev.azure.com/contoso/_apis/"_s + route;
    for (const bool inQuery : {true, false}) {
        Headers headers{{"Authorization", bearer(server.world())}, {"X-TFS-FedAuthRedirect", "Suppress"}};
        QString asked = url;
        if (inQuery && !version.isEmpty())
            asked += u"?API-version="_s + version;
        else if (!version.isEmpty())
            headers.append(
                std::pair(QByteArray("Accept"),
                          "application/json;api-version=" + version.toLatin1() + ";excludeUrls=true"));
        const auto reply = ask(server.url(), "GET", asked, headers);
        QVERIFY(reply);
        QCOMPARE(reply->status, typeKey.isEmpty() ? 200 : 400);
        QCOMPARE(reply->json().value("typeKey"_L1).toString(), typeKey);
    }
}

void TestDevops::contentTypeRepeatsTheVersion()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "GET", projectsUrl, suppressed(bearer(server.world())));
    QVERIFY(reply);
    QCOMPARE(reply->header("Content-Type"), QByteArray("application/json; charset=utf-8; api-version=7.1"));
}

void TestDevops::routesAreListed()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const Headers headers = suppressed(bearer(server.world()));
    const auto all =
        ask(server.url(), "OPTIONS", u"https://dev.azure.com/contoso/_apis?allHostTypes=true"_s, headers);
    QVERIFY(all);
    QCOMPARE(all->status, 200);
    QHash<QString, QString> released;
    for (const QJsonValue &value : all->json().value("value"_L1).toArray())
        released.insert(value["resourceName"_L1].toString(), value["releasedVersion"_L1].toString());
    QCOMPARE(released.value(u"projects"_s), u"7.1"_s);
    QCOMPARE(released.value(u"ConnectionData"_s), u"0.0"_s);
    const auto core = ask(server.url(), "OPTIONS", u"https://dev.azure.com/contoso/_apis/core"_s, headers);
    QVERIFY(core);
    QCOMPARE(core->json().value("count"_L1).toInt(), 2); // projects and their teams
    const auto graph =
        ask(server.url(), "OPTIONS", u"https://vssps.dev.azure.com/contoso/_apis/Graph"_s, headers);
    QVERIFY(graph);
    QCOMPARE(graph->json().value("count"_L1).toInt(), 10);
    const auto entitlements =
        ask(server.url(), "OPTIONS", u"https://vsaex.dev.azure.com/contoso/_apis"_s, headers);
    QVERIFY(entitlements);
    QVERIFY(entitlements->body.contains("\"_apis/serviceprincipalentitlements/{servicePrincipalId}\""));
    const auto nobodyAsks =
        ask(server.url(), "OPTIONS", u"https://dev.azure.com/contoso/_apis"_s, suppressed("Basic Og=="));
    QVERIFY(nobodyAsks);
    QCOMPARE(nobodyAsks->status, 401);
}

void TestDevops::providerFindsTheProjectsAsItAsks_data()
{
    QTest::addColumn<QString>("organization");
    QTest::newRow("dev.azure.com") << u"https://dev.azure.com/contoso"_s;
    QTest::newRow("visualstudio.com") << u"https://contoso.visualstudio.com"_s;
    QTest::newRow("with a collection") << u"https://contoso.visualstudio.com/defaultcollection"_s;
    QTest::newRow("another host of the organization") << u"https://vssps.dev.azure.com/contoso"_s;
    QTest::newRow("two slashes") << u"https://dev.azure.com//contoso"_s;
}

// The three requests of the Terraform provider, each built from the answer before it.
void TestDevops::providerFindsTheProjectsAsItAsks()
{
    QFETCH(QString, organization);
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    Headers headers = suppressed(bearer(server.world()));
    const auto rowWith = [](const auto &reply, const QString &id) {
        for (const QJsonValue &value : reply->json().value("value"_L1).toArray()) {
            if (value["id"_L1].toString() == id)
                return value.toObject();
        }
        return QJsonObject();
    };
    const auto locations = ask(server.url(), "OPTIONS", organization + u"/_apis"_s, headers);
    QVERIFY(locations);
    const QJsonObject areasRoute = rowWith(locations, u"e81700f7-3be2-46de-8624-2eb35882fcaa"_s);
    QCOMPARE(areasRoute["resourceName"_L1].toString(), u"ResourceAreas"_s);

    Headers versioned = headers;
    versioned.append(
        std::pair(QByteArray("Accept"), QByteArray("application/json;api-version=5.1-preview.1")));
    const auto areas = ask(server.url(), "GET", organization + u"/_apis/ResourceAreas"_s, versioned);
    QVERIFY(areas);
    const QString core =
        rowWith(areas, u"79134c72-4a58-4b42-976c-04e7115f32bf"_s)["locationUrl"_L1].toString();
    QCOMPARE(core, u"https://dev.azure.com/contoso/"_s);

    const auto coreLocations = ask(server.url(), "OPTIONS", core + u"_apis"_s, headers);
    QVERIFY(coreLocations);
    const QJsonObject projects = rowWith(coreLocations, u"603fe2ac-9723-48b9-88ad-09305aa6c6e1"_s);
    QCOMPARE(projects["area"_L1].toString(), u"core"_s);
    const auto list = ask(server.url(), "GET", core + u"_apis/projects?stateFilter=all"_s, headers);
    QVERIFY(list);
    QCOMPARE(list->status, 200);
    QVERIFY(list->json()["count"_L1].toInt() > 0);
}

void TestDevops::addressBesideAnOrganizationIsAPage_data()
{
    QTest::addColumn<QString>("url");
    QTest::newRow("project in the path") << u"https://dev.azure.com/contoso/Fabrikam-Fiber/_apis"_s;
    QTest::newRow("only the host") << u"https://dev.azure.com/_apis"_s;
    QTest::newRow("query before the path") << u"https://dev.azure.com/contoso?api-version=7.1/_apis"_s;
    QTest::newRow("no such organization") << u"https://dev.azure.com/contosso/_apis"_s;
}

void TestDevops::addressBesideAnOrganizationIsAPage()
{
    QFETCH(QString, url);
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "OPTIONS", url, suppressed(bearer(server.world())));
    QVERIFY(reply);
    QCOMPARE(reply->status, 404);
    QVERIFY(reply->header("Content-Type").startsWith("text/html"));
    QVERIFY(reply->body.startsWith("<!DOCTYPE html>"));
}

void TestDevops::projectsAreListedPageByPage()
{
    SandboxServer server(inWorld(pagedWorld()));
    QVERIFY(server.listen());
    const Headers headers = suppressed(bearer(server.world()));
    QStringList names;
    QList<int> counts;
    QByteArray token;
    do {
        const QString more =
            token.isEmpty() ? QString() : u"&continuationToken="_s + QString::fromLatin1(token);
        const auto reply = ask(server.url(), "GET", projectsUrl + u"&$top=3"_s + more, headers);
        QVERIFY(reply);
        QCOMPARE(reply->status, 200);
        counts.append(reply->json().value("count"_L1).toInt());
        names += namesIn(*reply);
        token = reply->header("X-MS-ContinuationToken");
    } while (!token.isEmpty() && counts.size() < 10);
    QCOMPARE(counts, QList<int>({3, 1}));
    QCOMPARE(names, QStringList({u"Fabrikam-Fiber"_s, u"Extra 1"_s, u"Extra 2"_s, u"Extra 3"_s}));
}

void TestDevops::groupsInTheTokenDecideWhichProjectsAreSeen_data()
{
    QTest::addColumn<bool>("keptToken");
    QTest::addColumn<QStringList>("listed");
    QTest::addColumn<QStringList>("seen");
    const QString builders = u"9a0b1c2d-7788-4990-8aab-bccddeeff001"_s;
    const QStringList project{u"Fabrikam-Fiber"_s};
    QTest::addRow("lists another group") << true << QStringList{stableGuid(u"other"_s)} << QStringList();
    QTest::addRow("lists no group") << true << QStringList() << QStringList();
    QTest::addRow("lists the group") << true << QStringList{builders.toUpper()} << project;
    QTest::addRow("does not list groups") << false << QStringList() << project;
}

void TestDevops::groupsInTheTokenDecideWhichProjectsAreSeen()
{
    QFETCH(bool, keptToken);
    QFETCH(QStringList, listed);
    QFETCH(QStringList, seen);
    // The machine is in a group of Entra that contributes to Fabrikam-Fiber, and nothing else is given to it.
    Scenario scenario = *Scenario::named(u"token-cache-stale"_s);
    scenario.world.metadata.keptToken.reset();
    if (keptToken)
        scenario.world.metadata.keptToken = MetadataService::KeptToken{.age = 3 * 3600, .groups = listed};
    SandboxServer server(scenario);
    QVERIFY(server.listen());
    const QByteArray authorization = bearer(server.world());
    const auto list = ask(server.url(), "GET", projectsUrl, suppressed(authorization));
    QVERIFY(list);
    QCOMPARE(namesIn(*list), seen);
    const auto one =
        ask(server.url(), "GET", u"https://dev.azure.com/contoso/_apis/projects/Fabrikam-Fiber"_s,
            suppressed(authorization));
    QVERIFY(one);
    QCOMPARE(one->status, seen.isEmpty() ? 404 : 200);

    const auto claims = verifiedClaims(server.world(), authorization.mid(7));
    QVERIFY(claims);
    QCOMPARE(server.world().clock - claims->value("iat"_L1).toInteger(), keptToken ? 3 * 3600 + 300 : 300);
}

void TestDevops::projectsAreFiltered_data()
{
    QTest::addColumn<QString>("query");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("count");
    QTest::addRow("default") << QString() << 200 << 4;
    QTest::addRow("all") << u"&stateFilter=all"_s << 200 << 5;
    QTest::addRow("deleting") << u"&stateFilter=Deleting"_s << 200 << 1;
    QTest::addRow("skip") << u"&$skip=3"_s << 200 << 1;
    QTest::addRow("skip beyond the end") << u"&$skip=99"_s << 200 << 0;
    QTest::addRow("top of nothing") << u"&$top=0"_s << 200 << 0;
    QTest::addRow("top of letters") << u"&$top=x"_s << 400 << 1;
    QTest::addRow("negative top") << u"&$top=-1"_s << 400 << 1;
    QTest::addRow("token of letters") << u"&continuationToken=x"_s << 400 << 1;
    QTest::addRow("huge token") << u"&continuationToken=2147483647&$skip=2147483647"_s << 200 << 0;
}

void TestDevops::projectsAreFiltered()
{
    QFETCH(QString, query);
    QFETCH(int, status);
    QFETCH(int, count);
    SandboxServer server(inWorld(pagedWorld()));
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "GET", projectsUrl + query, suppressed(bearer(server.world())));
    QVERIFY(reply);
    QCOMPARE(reply->status, status);
    QCOMPARE(reply->json().value("count"_L1).toInt(), count);
}

void TestDevops::oneProject_data()
{
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("refusal"); // typeKey and code
    QTest::addRow("by name") << u"Fabrikam-Fiber"_s << QString();
    QTest::addRow("by name in other case") << u"fabrikam-fiber"_s << QString();
    QTest::addRow("by id") << u"6ce954b1-ce1f-45d1-b94d-e6bf2464ba2c"_s << QString();
    QTest::addRow("invisible, by name")
        << u"Contoso-Payroll"_s << u"ProjectDoesNotExistWithNameException TF200016:"_s;
    QTest::addRow("invisible, by id")
        << u"281f9a5b-af0d-49b4-a1df-fe6f5e5f84d0"_s << u"ProjectDoesNotExistException VS800075:"_s;
    QTest::addRow("not there, by name")
        << u"No%20such%20project"_s << u"ProjectDoesNotExistWithNameException TF200016:"_s;
    QTest::addRow("not there, by id")
        << u"181f9a5b-af0d-49b4-a1df-fe6f5e5f84d0"_s << u"ProjectDoesNotExistException VS800075:"_s;
}

void TestDevops::oneProject()
{
    QFETCH(QString, key);
    QFETCH(QString, refusal);
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto reply =
        ask(server.url(), "GET",
            u"https://dev.azure.com/contoso/_apis/projects/%1?includeCapabilities=true&api-version=7.1"_s.arg(
                key),
            suppressed(bearer(server.world())));
    QVERIFY(reply);
    const QJsonObject body = reply->json();
    if (refusal.isEmpty()) {
        QCOMPARE(reply->status, 200);
        QCOMPARE(body.value("name"_L1).toString(), u"Fabrikam-Fiber"_s);
        QCOMPARE(body.value("state"_L1).toString(), u"wellFormed"_s);
        QCOMPARE(body.value("visibility"_L1).toString(), u"private"_s);
        QVERIFY(body.value("revision"_L1).isDouble());
        QCOMPARE(body["capabilities"_L1]["versioncontrol"_L1]["gitEnabled"_L1].toString(), u"True"_s);
        QVERIFY(body["_links"_L1]["collection"_L1]["href"_L1].toString().startsWith(
            "https://dev.azure.com/contoso/"_L1));
        QVERIFY(!body["defaultTeam"_L1]["id"_L1].toString().isEmpty());
    } else {
        QCOMPARE(reply->status, 404);
        QCOMPARE(body.value("typeKey"_L1).toString(), refusal.section(u' ', 0, 0));
        QVERIFY(body.value("message"_L1).toString().startsWith(refusal.section(u' ', 1, 1)));
    }
}

void TestDevops::unknownRoutesAreRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("status");
    QTest::addColumn<bool>("json");
    QTest::addRow("organization") << QByteArray("GET")
                                  << u"https://dev.azure.com/contosso/_apis/connectionData"_s << 404 << false;
    QTest::addRow("organization, old address")
        << QByteArray("GET") << u"https://contosso.visualstudio.com/_apis/connectionData"_s << 404 << false;
    QTest::addRow("route") << QByteArray("GET") << u"https://dev.azure.com/contoso/_apis/nothing"_s << 404
                           << true;
    QTest::addRow("page for people") << QByteArray("GET")
                                     << u"https://dev.azure.com/contoso/_settings/users"_s << 404 << false;
    QTest::addRow("no organization") << QByteArray("GET") << u"https://dev.azure.com/"_s << 404 << false;
    QTest::addRow("projects on another host")
        << QByteArray("GET") << u"https://vssps.dev.azure.com/contoso/_apis/projects"_s << 404 << true;
    QTest::addRow("method") << QByteArray("POST") << u"https://dev.azure.com/contoso/_apis/connectionData"_s
                            << 405 << true;
    QTest::addRow("host") << QByteArray("GET")
                          << u"https://dev.azure.com.evil.example/contoso/_apis/connectionData"_s << 404
                          << false;
}

void TestDevops::unknownRoutesAreRefused()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, url);
    QFETCH(int, status);
    QFETCH(bool, json);
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), method, url, suppressed(bearer(server.world())));
    QVERIFY(reply);
    QCOMPARE(reply->status, status);
    QCOMPARE(reply->header("Content-Type").startsWith("application/json"), json);
    if (!url.contains("/contoso/"_L1))
        QVERIFY(reply->header("X-VSS-ResourceTenant").isEmpty());
}

void TestDevops::resourceManagerWantsItsOwnAudience_data()
{
    QTest::addColumn<QString>("resource");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addRow("right") << u"https://management.azure.com/"_s << 200 << QString();
    QTest::addRow("right, old name") << u"https://management.core.windows.net/"_s << 200 << QString();
    QTest::addRow("Azure DevOps") << QString(devopsId) << 401 << u"InvalidAuthenticationTokenAudience"_s;
    QTest::addRow("none") << QString() << 401 << u"AuthenticationFailed"_s;
}

void TestDevops::resourceManagerWantsItsOwnAudience()
{
    QFETCH(QString, resource);
    QFETCH(int, status);
    QFETCH(QString, code);
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const Headers headers =
        resource.isEmpty() ? Headers{} : Headers{{"Authorization", bearer(server.world(), resource)}};
    const auto reply = ask(server.url(), "GET",
                           u"https://management.azure.com/subscriptions?api-version=2019-11-01"_s, headers);
    QVERIFY(reply);
    QCOMPARE(reply->status, status);
    QCOMPARE(reply->json()["error"_L1]["code"_L1].toString(), code);
    if (status == 200)
        QCOMPARE(reply->json()["value"_L1][0]["subscriptionId"_L1].toString(),
                 server.world().machine.subscriptionId);
}

void TestDevops::entraKnowsItsTenants()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto known =
        ask(server.url(), "GET",
            u"https://login.microsoftonline.com/%1/.well-known/openid-configuration"_s.arg(contosoTenant));
    QVERIFY(known);
    QCOMPARE(known->json().value("issuer"_L1).toString(),
             u"https://sts.windows.net/%1/"_s.arg(contosoTenant));
    const auto unknown = ask(
        server.url(), "GET",
        u"https://login.microsoftonline.com/1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f/v2.0/.well-known/openid-configuration"_s);
    QVERIFY(unknown);
    QCOMPARE(unknown->status, 400);
    QVERIFY(unknown->json().value("error_description"_L1).toString().startsWith("AADSTS90002"_L1));
    const auto elsewhere = ask(server.url(), "POST", u"https://login.microsoftonline.com/"_s);
    QVERIFY(elsewhere);
    QCOMPARE(elsewhere->status, 404);
}

QTEST_GUILESS_MAIN(TestDevops)
#include "tst_azuredevops.moc"
