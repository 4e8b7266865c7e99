#include "core/sandbox/sandboxserver.h"
#include "core/sandbox/world/tokenissuer.h"

#include "tests/sandbox/rawclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;

namespace {

const Headers metadata{{"Metadata", "true"}};
constexpr char16_t tokenUrl[] = u"http://169.254.169.254/metadata/identity/oauth2/token?";
constexpr char16_t devopsQuery[] = u"api-version=2018-02-01&resource=499b84ac-1321-427f-aa17-267ca6975798";

constexpr QLatin1StringView systemObject = "a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_L1;
constexpr QLatin1StringView terraformObject = "0badc0de-1122-4334-9556-778899001122"_L1;
constexpr QLatin1StringView terraformClient = "c0ffee11-2233-4455-8677-8899aabbccdd"_L1;
constexpr QLatin1StringView monitorObject = "7e57ab1e-3344-4556-8778-99aabbccddee"_L1;

QString tokenFor(QStringView rest = {})
{
    return QString::fromUtf16(tokenUrl) + QString::fromUtf16(devopsQuery) + rest.toString();
}

QJsonObject claimsOf(const Reply &reply)
{
    const QByteArray token = reply.json().value("access_token"_L1).toString().toLatin1();
    return QJsonDocument::fromJson(
               QByteArray::fromBase64(token.split('.').value(1), QByteArray::Base64UrlEncoding))
        .object();
}

} // namespace

class TestImds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void requestIsRefused_data();
    void requestIsRefused();
    void identityThatAnswers_data();
    void identityThatAnswers();
    void replyHasTheShapeOfTheRealOne();
    void tokenHasTheClaimsOfTheRealOne();
    void userAssignedTokenNamesIdentityAndMachine();
    void selectorIsEchoed();
    void resources_data();
    void resources();
    void changedTokenIsNotVerified();
    void sameQuestionGivesTheSameToken();
    void issuedTokensAreRememberedAndMarked();
    void throttlingLetsThroughWhatTheBucketHolds();
    void instanceIsDescribed_data();
    void instanceIsDescribed();
    void scaleSetInstanceNamesItsSet();
    void versionsAreListed();
    void identityInfoNamesTheTenant();
};

void TestImds::requestIsRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("url");
    QTest::addColumn<Headers>("headers");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("error");
    QTest::addColumn<QString>("description");

    const QString base = u"http://169.254.169.254/metadata/"_s;
    const QString needed = u"Required metadata header not specified"_s;
    QTest::addRow("probe without header")
        << QByteArray("GET") << tokenFor() << Headers{} << 400 << u"invalid_request"_s << needed;
    QTest::addRow("bare probe") << QByteArray("GET") << u"http://169.254.169.254/"_s << Headers{} << 400
                                << u"invalid_request"_s << needed;
    QTest::addRow("header is not true") << QByteArray("GET") << tokenFor() << Headers{{"Metadata", "yes"}}
                                        << 400 << u"invalid_request"_s << needed;
    QTest::addRow("True in upper case") << QByteArray("GET") << tokenFor() << Headers{{"Metadata", "True"}}
                                        << 400 << u"invalid_request"_s << needed;
    QTest::addRow("came through a proxy")
        << QByteArray("GET") << tokenFor() << Headers{{"Metadata", "true"}, {"x-forwarded-for", "10.0.0.9"}}
        << 400 << u"invalid_request"_s << u"Request contains forbidden header X-Forwarded-For"_s;
    for (const char *method : {"POST", "PUT", "DELETE", "HEAD", "PATCH", "OPTIONS"})
        QTest::addRow("%s", method) << QByteArray(method) << tokenFor() << metadata << 405
                                    << u"method_not_allowed"_s << QString();
    QTest::addRow("no version") << QByteArray("GET") << QString::fromUtf16(tokenUrl) + u"resource=x"_s
                                << metadata << 400
                                << u"Bad request. api-version is invalid or was not specified"_s << QString();
    QTest::addRow("invented version")
        << QByteArray("GET") << QString::fromUtf16(tokenUrl) + u"api-version=1999-01-01&resource=x"_s
        << metadata << 400 << u"Bad request. api-version is invalid or was not specified"_s << QString();
    QTest::addRow("version before tokens")
        << QByteArray("GET") << QString::fromUtf16(tokenUrl) + u"api-version=2017-12-01&resource=x"_s
        << metadata << 400 << u"Bad request. api-version"_s << QString();
    QTest::addRow("no resource") << QByteArray("GET")
                                 << QString::fromUtf16(tokenUrl) + u"api-version=2018-02-01"_s << metadata
                                 << 400 << u"invalid_request"_s << u"resource"_s;
    QTest::addRow("same name twice") << QByteArray("GET") << tokenFor(u"&resource=x") << metadata << 400
                                     << u"invalid_request"_s << u"more than once"_s;
    QTest::addRow("two selectors") << QByteArray("GET") << tokenFor(u"&client_id=a&object_id=b") << metadata
                                   << 400 << u"invalid_request"_s << u"mutually exclusive"_s;
    QTest::addRow("unknown path") << QByteArray("GET") << base + u"nothing"_s << metadata << 404
                                  << u"not_found"_s << QString();
    QTest::addRow("version two of tokens")
        << QByteArray("GET") << base + u"identity/getplatformmetadata?cred-api-version=2.0"_s << metadata
        << 404 << u"not_found"_s << QString();
    QTest::addRow("path of another cloud")
        << QByteArray("GET") << u"http://169.254.169.254/latest/meta-data/"_s << metadata << 404
        << u"not_found"_s << QString();
    QTest::addRow("leaf without format")
        << QByteArray("GET") << base + u"instance/compute/vmSize?api-version=2021-02-01"_s << metadata << 400
        << u"Bad request"_s << QString();
    QTest::addRow("leaf that is not there")
        << QByteArray("GET") << base + u"instance/compute/colour?api-version=2021-02-01&format=text"_s
        << metadata << 404 << u"not_found"_s << QString();
}

void TestImds::requestIsRefused()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, url);
    QFETCH(Headers, headers);
    QFETCH(int, status);
    QFETCH(QString, error);
    QFETCH(QString, description);
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), method, url, headers);
    QVERIFY(reply);
    QCOMPARE(reply->status, status);
    QCOMPARE(reply->header("Server"), QByteArray("IMDS/150.870.65.1854"));
    if (method != "HEAD") {
        QVERIFY2(reply->json().value("error"_L1).toString().startsWith(error), reply->body);
        QVERIFY2(reply->json().value("error_description"_L1).toString().contains(description), reply->body);
    }
    QVERIFY(server.issuedTokens().isEmpty());
}

void TestImds::identityThatAnswers_data()
{
    QTest::addColumn<bool>("system");
    QTest::addColumn<QStringList>("userAssigned");
    QTest::addColumn<QString>("selector");
    QTest::addColumn<QString>("objectId"); // or the beginning of the refusal

    const QString notFound = u"Identity not found"_s;
    const QStringList none;
    const QStringList one{terraformObject};
    const QStringList two{terraformObject, monitorObject};
    QTest::addRow("system only") << true << none << QString() << QString(systemObject);
    QTest::addRow("system before one") << true << one << QString() << QString(systemObject);
    QTest::addRow("system before two") << true << two << QString() << QString(systemObject);
    QTest::addRow("nothing") << false << none << QString() << notFound;
    QTest::addRow("the only one, silently") << false << one << QString() << QString(terraformObject);
    QTest::addRow("two") << false << two << QString() << u"Multiple user assigned identities exist"_s;
    QTest::addRow("two, client id") << false << two << u"&client_id="_s + terraformClient
                                    << QString(terraformObject);
    QTest::addRow("client id in upper case")
        << false << two << u"&client_id="_s + QString(terraformClient).toUpper() << QString(terraformObject);
    QTest::addRow("object id") << true << two << u"&object_id="_s + monitorObject << QString(monitorObject);
    QTest::addRow("resource id, other spelling")
        << true << one
        << u"&msi_res_id=/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/RG-identity/providers/microsoft.managedidentity/userassignedidentities/id-terraform"_s
        << QString(terraformObject);
    QTest::addRow("client id of the system identity")
        << true << one << u"&client_id=3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s << QString(systemObject);
    QTest::addRow("object id as client id") << true << one << u"&client_id="_s + terraformObject << notFound;
    QTest::addRow("not assigned") << true << none << u"&client_id="_s + terraformClient << notFound;
    QTest::addRow("empty client id") << true << none << u"&client_id="_s << notFound;
    QTest::addRow("name of another service")
        << true << one << u"&mi_res_id=whatever"_s << QString(systemObject);
}

void TestImds::identityThatAnswers()
{
    QFETCH(bool, system);
    QFETCH(QStringList, userAssigned);
    QFETCH(QString, selector);
    QFETCH(QString, objectId);
    SandboxServer server(*Scenario::named(u"healthy"_s));
    if (!system)
        server.world().machine.systemAssigned.reset();
    server.world().machine.userAssigned = userAssigned;
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "GET", tokenFor(selector), metadata);
    QVERIFY(reply);
    if (objectId.contains(u' ')) {
        QCOMPARE(reply->status, 400);
        QCOMPARE(reply->json().value("error"_L1).toString(), u"invalid_request"_s);
        QVERIFY2(reply->json().value("error_description"_L1).toString().startsWith(objectId), reply->body);
    } else {
        QCOMPARE(reply->status, 200);
        QCOMPARE(claimsOf(*reply).value("oid"_L1).toString(), objectId);
        QCOMPARE(claimsOf(*reply).value("appid"_L1).toString(),
                 reply->json().value("client_id"_L1).toString());
    }
}

void TestImds::replyHasTheShapeOfTheRealOne()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "GET", tokenFor(), metadata);
    QVERIFY(reply);
    QCOMPARE(reply->header("Content-Type"), QByteArray("application/json; charset=utf-8"));
    QCOMPARE(reply->header("Date"), QByteArray("Mon, 21 Sep 2026 14:13:20 GMT"));
    const QJsonObject body = reply->json();
    QCOMPARE(body.keys(),
             QStringList({u"access_token"_s, u"client_id"_s, u"expires_in"_s, u"expires_on"_s,
                          u"ext_expires_in"_s, u"not_before"_s, u"resource"_s, u"token_type"_s}));
    for (const QString &key : body.keys())
        QVERIFY2(body.value(key).isString(), qPrintable(key));
    QCOMPARE(body.value("expires_in"_L1).toString(), u"86400"_s);
    QCOMPARE(body.value("expires_on"_L1).toString(), u"1790086400"_s);
    QCOMPARE(body.value("not_before"_L1).toString(), u"1789999700"_s);
    QCOMPARE(body.value("token_type"_L1).toString(), u"Bearer"_s);
    QCOMPARE(body.value("resource"_L1).toString(), u"499b84ac-1321-427f-aa17-267ca6975798"_s);
}

void TestImds::tokenHasTheClaimsOfTheRealOne()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "GET", tokenFor(), metadata);
    QVERIFY(reply);
    const QJsonObject claims = claimsOf(*reply);
    const QString tenant = u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s;
    QCOMPARE(claims.value("aud"_L1).toString(), u"499b84ac-1321-427f-aa17-267ca6975798"_s);
    QCOMPARE(claims.value("iss"_L1).toString(), u"https://sts.windows.net/%1/"_s.arg(tenant));
    QCOMPARE(claims.value("idp"_L1), claims.value("iss"_L1));
    QCOMPARE(claims.value("tid"_L1).toString(), tenant);
    QCOMPARE(claims.value("sub"_L1), claims.value("oid"_L1));
    QCOMPARE(claims.value("appidacr"_L1).toString(), u"2"_s);
    QCOMPARE(claims.value("idtyp"_L1).toString(), u"app"_s);
    QCOMPARE(claims.value("ver"_L1).toString(), u"1.0"_s);
    QCOMPARE(claims.value("nbf"_L1), claims.value("iat"_L1));
    QCOMPARE(claims.value("exp"_L1).toInteger() - claims.value("nbf"_L1).toInteger(), 86700);
    QCOMPARE(
        claims.value("xms_mirid"_L1).toString(),
        u"/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourcegroups/rg-build/providers/Microsoft.Compute/virtualMachines/vm-build"_s);
    QVERIFY(!claims.contains("xms_az_rid"_L1));
    for (const QString &name : {u"aio"_s, u"rh"_s, u"uti"_s, u"xms_tcdt"_s})
        QVERIFY2(!claims.value(name).toString().isEmpty(), qPrintable(name));

    const QByteArray token = reply->json().value("access_token"_L1).toString().toLatin1();
    const QJsonObject header = QJsonDocument::fromJson(QByteArray::fromBase64(token.split('.').value(0),
                                                                              QByteArray::Base64UrlEncoding))
                                   .object();
    QCOMPARE(header.value("alg"_L1).toString(), u"RS256"_s);
    QCOMPARE(header.value("typ"_L1).toString(), u"JWT"_s);
    QCOMPARE(header.value("x5t"_L1), header.value("kid"_L1));
    QVERIFY(!token.contains('='));
}

void TestImds::userAssignedTokenNamesIdentityAndMachine()
{
    SandboxServer server(*Scenario::named(u"healthy-user-assigned"_s));
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "GET", tokenFor(u"&client_id="_s + terraformClient), metadata);
    QVERIFY(reply);
    const QJsonObject claims = claimsOf(*reply);
    QVERIFY(claims.value("xms_mirid"_L1)
                .toString()
                .endsWith("/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id-terraform"_L1));
    QVERIFY(claims.value("xms_mirid"_L1).toString().contains("/resourcegroups/"_L1));
    QVERIFY(claims.value("xms_az_rid"_L1).toString().endsWith("/virtualMachines/vm-build"_L1));
}

void TestImds::selectorIsEchoed()
{
    SandboxServer server(*Scenario::named(u"healthy-user-assigned"_s));
    QVERIFY(server.listen());
    const auto byObject = ask(server.url(), "GET", tokenFor(u"&object_id="_s + terraformObject), metadata);
    QVERIFY(byObject);
    QCOMPARE(byObject->json().value("object_id"_L1).toString(), QString(terraformObject));
    const auto byClient = ask(server.url(), "GET", tokenFor(u"&client_id="_s + terraformClient), metadata);
    QVERIFY(byClient);
    QVERIFY(!byClient->json().contains("object_id"_L1));
    QVERIFY(!byClient->json().contains("msi_res_id"_L1));
}

void TestImds::resources_data()
{
    QTest::addColumn<QString>("resource");
    QTest::addColumn<bool>("known");
    QTest::addRow("Azure DevOps, id") << u"499b84ac-1321-427f-aa17-267ca6975798"_s << true;
    QTest::addRow("Azure DevOps, address") << u"https%3A%2F%2Fapp.vssps.visualstudio.com%2F"_s << true;
    QTest::addRow("Azure DevOps, address, unescaped") << u"https://app.vssps.visualstudio.com"_s << true;
    QTest::addRow("Resource Manager") << u"https%3A%2F%2Fmanagement.azure.com%2F"_s << true;
    QTest::addRow("Resource Manager, old") << u"https%3A%2F%2Fmanagement.core.windows.net%2F"_s << true;
    QTest::addRow("Graph") << u"https%3A%2F%2Fgraph.microsoft.com"_s << true;
    QTest::addRow("web address of the organization") << u"https%3A%2F%2Fdev.azure.com%2F"_s << false;
    QTest::addRow("scope instead of resource")
        << u"499b84ac-1321-427f-aa17-267ca6975798%2F.default"_s << false;
    QTest::addRow("typo") << u"499b84ac-1321-427f-aa17-267ca6975799"_s << false;
}

void TestImds::resources()
{
    QFETCH(QString, resource);
    QFETCH(bool, known);
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const QString url = QString::fromUtf16(tokenUrl) + u"api-version=2018-02-01&resource="_s + resource;
    const auto reply = ask(server.url(), "GET", url, metadata);
    QVERIFY(reply);
    const QString plain = QString::fromUtf8(QByteArray::fromPercentEncoding(resource.toUtf8()));
    if (known) {
        QCOMPARE(reply->status, 200);
        QCOMPARE(claimsOf(*reply).value("aud"_L1).toString(), plain);
        QCOMPARE(reply->json().value("resource"_L1).toString(), plain);
    } else {
        QCOMPARE(reply->status, 400);
        const QJsonObject body = reply->json();
        QCOMPARE(body.value("error"_L1).toString(), u"invalid_resource"_s);
        QVERIFY(
            body.value("error_description"_L1)
                .toString()
                .startsWith(
                    u"AADSTS500011: The resource principal named %1 was not found in the tenant named Contoso."_s
                        .arg(plain)));
        QCOMPARE(body.value("error_codes"_L1).toArray(), QJsonArray{500011});
        QVERIFY(body.contains("trace_id"_L1) && body.contains("correlation_id"_L1)
                && body.contains("error_uri"_L1));
    }
}

void TestImds::changedTokenIsNotVerified()
{
    const World world = Scenario::named(u"healthy"_s)->world;
    const QByteArray token =
        issueToken(world, world.identities.front(), u"499b84ac-1321-427f-aa17-267ca6975798"_s);
    QVERIFY(verifiedClaims(world, token));
    QList<QByteArray> parts = token.split('.');
    QJsonObject claims =
        QJsonDocument::fromJson(QByteArray::fromBase64(parts[1], QByteArray::Base64UrlEncoding)).object();
    claims.insert(u"oid"_s, QString(terraformObject));
    parts[1] = QJsonDocument(claims)
                   .toJson(QJsonDocument::Compact)
                   .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    QVERIFY(!verifiedClaims(world, parts.join('.')));
    QVERIFY(!verifiedClaims(world, token.left(token.lastIndexOf('.') + 1)));
    QVERIFY(!verifiedClaims(world, token.left(token.lastIndexOf('.'))));
    QVERIFY(!verifiedClaims(world, {}));
    World other = world;
    other.signingKey = "another world";
    QVERIFY(!verifiedClaims(other, token));
}

void TestImds::sameQuestionGivesTheSameToken()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto first = ask(server.url(), "GET", tokenFor(), metadata);
    const auto second = ask(server.url(), "GET", tokenFor(), metadata);
    QVERIFY(first && second);
    QCOMPARE(first->body, second->body);
    server.world().advance(60);
    const auto later = ask(server.url(), "GET", tokenFor(), metadata);
    QVERIFY(later);
    QVERIFY(later->body != first->body);
    QCOMPARE(later->json().value("expires_on"_L1).toString(), u"1790086460"_s);
}

void TestImds::issuedTokensAreRememberedAndMarked()
{
    SandboxServer server(*Scenario::named(u"healthy-user-assigned"_s));
    QVERIFY(server.listen());
    for (const QLatin1StringView id : {terraformObject, monitorObject}) {
        const auto reply = ask(server.url(), "GET", tokenFor(u"&object_id="_s + id), metadata);
        QVERIFY(reply);
        const QByteArray token = reply->json().value("access_token"_L1).toString().toLatin1();
        QCOMPARE(server.issuedTokens().last(), token);
        QVERIFY(token.split('.').value(2).startsWith("c2lnbmV0LXNhbmRib3gtdG9rZW4"));
    }
    QCOMPARE(server.issuedTokens().size(), 2);
}

void TestImds::throttlingLetsThroughWhatTheBucketHolds()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    server.world().metadata.throttle =
        MetadataService::Throttle{.burst = 2, .perSecond = 1, .retryAfter = {}};
    QVERIFY(server.listen());
    const auto status = [&] {
        const auto reply = ask(server.url(), "GET", tokenFor(), metadata);
        return reply ? reply->status : -1;
    };
    QCOMPARE(status(), 200);
    QCOMPARE(status(), 200);
    QCOMPARE(status(), 429);
    server.world().advance(1);
    QCOMPARE(status(), 200);
    QCOMPARE(status(), 429);
    server.world().advance(100);
    QCOMPARE(status(), 200);
    QCOMPARE(status(), 200);
    QCOMPARE(status(), 429);
    // The rest of the service is not affected.
    const auto instance = ask(server.url(), "GET",
                              u"http://169.254.169.254/metadata/instance?api-version=2021-02-01"_s, metadata);
    QVERIFY(instance);
    QCOMPARE(instance->status, 200);
}

void TestImds::instanceIsDescribed_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("text");
    QTest::addRow("size") << u"compute/vmSize"_s << QByteArray("Standard_D2s_v5");
    QTest::addRow("without case") << u"COMPUTE/vmsize"_s << QByteArray("Standard_D2s_v5");
    QTest::addRow("name") << u"compute/name"_s << QByteArray("vm-build");
    QTest::addRow("group") << u"compute/resourceGroupName"_s << QByteArray("rg-build");
    QTest::addRow("cloud") << u"compute/azEnvironment"_s << QByteArray("AzurePublicCloud");
    QTest::addRow("nothing is empty") << u"compute/vmScaleSetName"_s << QByteArray("");
    QTest::addRow("resource") << u"compute/resourceId"_s
                              << QByteArray(
                                     "/subscriptions/5d1c0b9a-3e2f-4a6b-8c7d-9e0f1a2b3c4d/resourceGroups/"
                                     "rg-build/providers/Microsoft.Compute/virtualMachines/vm-build");
    QTest::addRow("in an array") << u"network/interface/0/macAddress"_s << QByteArray("000D3A123456");
    QTest::addRow("top level") << QString() << QByteArray("compute/\nnetwork/");
}

void TestImds::instanceIsDescribed()
{
    QFETCH(QString, path);
    QFETCH(QByteArray, text);
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto reply =
        ask(server.url(), "GET",
            u"http://169.254.169.254/metadata/instance/%1?api-version=2021-02-01&format=text"_s.arg(path),
            metadata);
    QVERIFY(reply);
    QCOMPARE(reply->status, 200);
    QVERIFY(reply->header("Content-Type").startsWith("text/plain"));
    QCOMPARE(reply->body, text);
}

void TestImds::scaleSetInstanceNamesItsSet()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    server.world().machine.kind = Machine::Kind::ScaleSet;
    server.world().machine.name = u"vmss-agents"_s;
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "GET",
                           u"http://169.254.169.254/metadata/instance?api-version=2021-02-01"_s, metadata);
    QVERIFY(reply);
    const QJsonObject compute = reply->json().value("compute"_L1).toObject();
    QCOMPARE(compute.value("vmScaleSetName"_L1).toString(), u"vmss-agents"_s);
    QVERIFY(compute.value("resourceId"_L1).toString().contains("/virtualMachineScaleSets/vmss-agents"_L1));
    QVERIFY(reply->json().contains("network"_L1));
}

void TestImds::versionsAreListed()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "GET", u"http://169.254.169.254/metadata/versions"_s, metadata);
    QVERIFY(reply);
    const QJsonArray versions = reply->json().value("apiVersions"_L1).toArray();
    QVERIFY(versions.contains(u"2018-02-01"_s));
    QCOMPARE(versions.last().toString(), u"2025-04-07"_s);

    const auto refused = ask(server.url(), "GET", u"http://169.254.169.254/metadata/instance"_s, metadata);
    QVERIFY(refused);
    QCOMPARE(refused->status, 400);
    QCOMPARE(refused->json().value("newest-versions"_L1).toArray(),
             (QJsonArray{u"2025-04-07"_s, u"2024-07-17"_s, u"2024-03-15"_s}));
}

void TestImds::identityInfoNamesTheTenant()
{
    SandboxServer server(*Scenario::named(u"healthy"_s));
    QVERIFY(server.listen());
    const QString url = u"http://169.254.169.254/metadata/identity/info?api-version=2018-02-01"_s;
    const auto reply = ask(server.url(), "GET", url, metadata);
    QVERIFY(reply);
    QCOMPARE(reply->json(), (QJsonObject{{u"tenantId"_s, u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s}}));
    server.world().machine.systemAssigned.reset();
    const auto none = ask(server.url(), "GET", url, metadata);
    QVERIFY(none);
    QCOMPARE(none->status, 400);
}

QTEST_GUILESS_MAIN(TestImds)
#include "tst_instancemetadata.moc"
