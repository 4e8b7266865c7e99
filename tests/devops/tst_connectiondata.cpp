#include "core/devops/connectiondata.h"

#include "tests/devops/loopbackserver.h"
#include "tests/devops/scriptedtransport.h"
#include "tests/support/await.h"

#include <QJsonDocument>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

using Kind = ConnectionSeen::Kind;
Q_DECLARE_METATYPE(ConnectionSeen::Kind)

namespace {

const QByteArray tenant = "1e5b5b4a-6f0e-4d5f-9b7c-2a1d6f7e8a90";
const QByteArray objectId = "9d1c2b3a-4f5e-4a6b-8c7d-0e1f2a3b4c5d";
const QByteArray storageKey = "0f8fad5b-d9cb-469f-a165-70867728950e";
const QByteArray organizationId = "2f1b6d0e-8c1a-4b57-9d6d-5e4f3a2b1c0d";

OrganizationName contoso()
{
    return *OrganizationName::parse(u"contoso"_s);
}
Secret token()
{
    return Secret(QByteArray("header.payload.signature"));
}

Credential credential()
{
    return Credential::bearer(Resource::AzureDevOps, token());
}

QByteArray connection(const QByteArray &user)
{
    return R"({"authenticatedUser":)" + user + R"(,"authorizedUser":)" + user + R"(,"instanceId":")"
        + organizationId + R"(","deploymentType":"hosted","locationServiceData":{}})";
}

QByteArray servicePrincipal()
{
    return connection(
        R"({"id":")" + storageKey
        + R"(","descriptor":"Microsoft.VisualStudio.Services.Claims.AadServicePrincipal;)" + tenant + R"(\\)"
        + objectId
        + R"(","subjectDescriptor":"aadsp.abc","providerDisplayName":"vm-build","isActive":true,)"
          R"("properties":{"Account":{"$type":"System.String","$value":")"
        + objectId + R"("}},"metaTypeId":0})");
}

QByteArray person()
{
    return connection(
        R"({"id":")" + storageKey + R"(","descriptor":"Microsoft.IdentityModel.Claims.ClaimsIdentity;)"
        + tenant
        + R"(\\alice@contoso.example","subjectDescriptor":"aad.abc","providerDisplayName":"A. Liddell",)"
          R"("customDisplayName":"Alice","properties":{}})");
}

QByteArray failure(const QByteArray &message, const QByteArray &typeKey = "UnauthorizedRequestException")
{
    return R"({"$id":"1","innerException":null,"message":")" + message + R"(","typeKey":")" + typeKey
        + R"(","errorCode":0,"eventId":3000})";
}

} // namespace

class ConnectionDataTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyAnswerHasItsKind_data();
    void everyAnswerHasItsKind();
    void theServicePrincipalIsNamed();
    void thePersonIsNamed();
    void strangeDescriptorsGiveNoIds();
    void theRequestIsThatOfAnOfficialClient();
    void anEmptyTokenIsNotSent();
    void overASocketTheTokenIsSentAsBearer();
    void aBusyServiceIsAskedOnceMore_data();
    void aBusyServiceIsAskedOnceMore();
    void aStopDuringThePauseEndsIt();
    void jsonRoundTripIsExact_data();
    void jsonRoundTripIsExact();
};

void ConnectionDataTest::everyAnswerHasItsKind_data()
{
    QTest::addColumn<Reply>("reply");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("refused");

    const QString oid = QString::fromLatin1(objectId);
    const QByteArray page = "<html><title>Sign In</title></html>";
    QTest::newRow("service principal")
        << answer(200, servicePrincipal(), json()) << Kind::Identity << QString();
    QTest::newRow("person") << answer(200, person(), json()) << Kind::Identity << QString();
    QTest::newRow("behind a mark") << answer(200, "\xef\xbb\xbf" + person(), json()) << Kind::Identity
                                   << QString();
    QTest::newRow("anonymous") << answer(
        200,
        connection(
            R"({"id":"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa","descriptor":"System:PublicAccess;aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa","providerDisplayName":"Anonymous"})"),
        json()) << Kind::Anonymous
                               << QString();
    QTest::newRow("anonymous by descriptor") << answer(
        200,
        connection(R"({"id":"12345678-1234-1234-1234-123456789012","descriptor":"System:PublicAccess;x"})"),
        json()) << Kind::Anonymous << QString();
    QTest::newRow("zero id") << answer(
        200, connection(R"({"id":"00000000-0000-0000-0000-000000000000","descriptor":"x;y"})"), json())
                             << Kind::Anonymous << QString();
    QTest::newRow("200, a page") << answer(200, page, {{"Content-Type", "text/html"}}) << Kind::SignInPage
                                 << QString();
    QTest::newRow("203") << answer(203, page, {{"Content-Type", "text/html"}}) << Kind::SignInPage
                         << QString();
    QTest::newRow("302 to sign in") << answer(
        302, {}, {{"Location", "https://spsprodweu1.vssps.visualstudio.com/_signin"}})
                                    << Kind::SignInPage << QString();
    QTest::newRow("302 elsewhere") << answer(302, {}, {{"Location", "https://dev.azure.com/renamed"}})
                                   << Kind::Other << QString();
    QTest::newRow("200, other JSON") << answer(200, "{}", json()) << Kind::Other << QString();
    QTest::newRow("200, nothing") << answer(200) << Kind::Other << QString();
    QTest::newRow("TF401444") << answer(401,
                                        failure("TF401444: Please sign-in at least once as " + tenant
                                                + R"(\\)" + tenant + R"(\\)" + objectId
                                                + " in a web browser to enable access to the service."),
                                        json())
                              << Kind::NotAMember << oid;
    QTest::newRow("TF401444, two parts")
        << answer(401, failure("TF401444: ... " + tenant + R"(\\)" + objectId.toUpper() + " ..."), json())
        << Kind::NotAMember << oid;
    QTest::newRow("TF401444 in the header") << answer(
        401, {},
        {{"X-TFS-ServiceError", "TF401444%3a%20Please%20sign-in%20as%20" + tenant + "%5c" + objectId}})
                                            << Kind::NotAMember << oid;
    QTest::newRow("TF400813, a GUID") << answer(
        401, failure("TF400813: The user '" + storageKey + "' is not authorized to access this resource."),
        json()) << Kind::NotAuthorized << QString::fromLatin1(storageKey);
    QTest::newRow("TF400813, 403") << answer(
        403, failure("TF400813: The user '" + storageKey + "' is not authorized to access this resource."),
        json()) << Kind::NotAuthorized
                                   << QString::fromLatin1(storageKey);
    QTest::newRow("TF400813, a name")
        << answer(401, failure("TF400813: The user 'alice@contoso.example' is not authorized."), json())
        << Kind::NotAuthorized << u"alice@contoso.example"_s;
    QTest::newRow("TF400813, French") << answer(
        401, failure("TF400813: L'utilisateur '" + storageKey + "' n'est pas autoris\xc3\xa9."), json())
                                      << Kind::NotAuthorized << QString::fromLatin1(storageKey);
    QTest::newRow("TF400813, French, a name")
        << answer(401, failure("TF400813: L'utilisateur 'alice' n'est pas autoris\xc3\xa9."), json())
        << Kind::NotAuthorized << u"alice"_s;
    QTest::newRow("TF400813, a's") << answer(
        401,
        failure("TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not authorized to access this "
                "resource."),
        json()) << Kind::AnonymousRefused
                                   << QString();
    QTest::newRow("TF400813, empty") << answer(
        401, failure("TF400813: The user '' is not authorized to access this resource."), json())
                                     << Kind::AnonymousRefused << QString();
    QTest::newRow("TF400813, anonymous") << answer(
        401,
        failure("TF400813: Resource not available for anonymous access. Client authentication required."),
        json()) << Kind::AnonymousRefused << QString();
    QTest::newRow("401, empty") << answer(401, {}, {{"WWW-Authenticate", "Basic realm=\"https://x/\""}})
                                << Kind::RejectedEmpty << QString();
    QTest::newRow("401, other JSON") << answer(401, failure("VS403408: wrong account"), json()) << Kind::Other
                                     << QString();
    QTest::newRow("401, a page") << answer(401, page) << Kind::SignInPage << QString();
    QTest::newRow("403") << answer(403, failure("TF50309: lacks permission"), json()) << Kind::Other
                         << QString();
    QTest::newRow("403, conditional access")
        << answer(403, "<html><title>VS403463: policy</title></html>") << Kind::Other << QString();
    QTest::newRow("404") << answer(404, page) << Kind::NotFound << QString();
    QTest::newRow("429") << answer(429, {}, {{"Retry-After", "90"}}) << Kind::RateLimited << QString();
    QTest::newRow("stopped") << answer(
        503,
        "\xef\xbb\xbf"
            + failure("TF24668: The following team project collection is stopped.", "HostShutdownException"),
        json()) << Kind::OrganizationStopped
                             << QString();
    QTest::newRow("500") << answer(500) << Kind::Other << QString();
    QTest::newRow("no name") << noAnswer(Delivery::HostNotFound) << Kind::NoAnswer << QString();
    QTest::newRow("too large") << noAnswer(Delivery::BodyTooLarge) << Kind::NoAnswer << QString();
}

void ConnectionDataTest::everyAnswerHasItsKind()
{
    QFETCH(Reply, reply);
    QFETCH(Kind, kind);
    Script script({reply});
    const ConnectionSeen seen =
        await(readConnectionData(script.http, contoso(), credential(), DevOpsHost::Core, QUuid(), {}));
    QCOMPARE(toString(seen.kind), toString(kind));
    QTEST(seen.refusedIdentity, "refused");
    QCOMPARE(toString(seen.delivery), toString(reply.delivery));
    QCOMPARE(seen.status, reply.status);
    QCOMPARE(seen.retryAfter, reply.retryAfter());
    QCOMPARE(seen.identity == ConnectedIdentity(), seen.kind != Kind::Identity);
    QVERIFY(script.transport->isUsedUp());
}

void ConnectionDataTest::theServicePrincipalIsNamed()
{
    const ConnectionSeen seen =
        readConnectionReply(answer(200, servicePrincipal(), json({{"X-RateLimit-Remaining", "17"}})));
    QCOMPARE(seen.identity.id, QString::fromLatin1(storageKey));
    QCOMPARE(seen.identity.displayName, u"vm-build"_s);
    QCOMPARE(seen.identity.subjectDescriptor, u"aadsp.abc"_s);
    QCOMPARE(seen.identity.tenantId, QString::fromLatin1(tenant));
    QCOMPARE(seen.identity.objectId, QString::fromLatin1(objectId));
    QCOMPARE(seen.identity.account, QString::fromLatin1(objectId));
    QCOMPARE(seen.organizationId, QString::fromLatin1(organizationId));
    QCOMPARE(seen.rateLimitRemaining, 17);
    QVERIFY(seen.identity.isServicePrincipal());
}

void ConnectionDataTest::thePersonIsNamed()
{
    const ConnectionSeen seen = readConnectionReply(answer(200, person(), json()));
    QCOMPARE(seen.identity.displayName, u"Alice"_s);
    QCOMPARE(seen.identity.tenantId, QString::fromLatin1(tenant));
    QCOMPARE(seen.identity.objectId, QString());
    QCOMPARE(seen.identity.account, u"alice@contoso.example"_s);
    QVERIFY(!seen.identity.isServicePrincipal());
}

void ConnectionDataTest::strangeDescriptorsGiveNoIds()
{
    for (const char *descriptor :
         {"", ";", "x", "Microsoft.TeamFoundation.ServiceIdentity;Build:1234", "a;b\\\\c",
          "Microsoft.VisualStudio.Services.Claims.AadServicePrincipal;no-guid\\\\no-guid"}) {
        const ConnectionSeen seen = readConnectionReply(
            answer(200, connection(R"({"id":")" + storageKey + R"(","descriptor":")" + descriptor + R"("})"),
                   json()));
        QCOMPARE(toString(seen.kind), toString(Kind::Identity));
        QCOMPARE(seen.identity.tenantId, QString());
        QCOMPARE(seen.identity.objectId, QString());
    }
}

void ConnectionDataTest::theRequestIsThatOfAnOfficialClient()
{
    Script script({answer(200, servicePrincipal(), json())});
    const QUuid session(u"6fa459ea-ee8a-4ca4-894e-db77e160355e"_s);
    await(readConnectionData(script.http, contoso(), credential(), DevOpsHost::Entitlements, session, {}));
    const Request &request = script.transport->requests[0];
    QCOMPARE(request.method, QByteArray("GET"));
    QCOMPARE(request.url.toString(),
             u"https://vsaex.dev.azure.com/contoso/_apis/connectionData?api-version=7.1-preview.1"_s);
    QCOMPARE(script.header(0, "Accept"), QByteArray("application/json"));
    QCOMPARE(script.header(0, "X-TFS-FedAuthRedirect"), QByteArray("Suppress"));
    QCOMPARE(script.header(0, "X-TFS-Session"), QByteArray("6fa459ea-ee8a-4ca4-894e-db77e160355e"));
    QCOMPARE(request.credential->secret.reveal(), token().reveal());
    QCOMPARE(request.limits.connect, std::chrono::seconds(10));
    QCOMPARE(request.limits.answer, std::chrono::seconds(30));
    QCOMPARE(request.limits.body, 4 * 1024 * 1024);
}

void ConnectionDataTest::anEmptyTokenIsNotSent()
{
    Script script({answer(401)});
    await(readConnectionData(script.http, contoso(), Credential(), DevOpsHost::Core, QUuid(), {}));
    QVERIFY(!script.transport->requests[0].credential);
    QCOMPARE(script.header(0, "X-TFS-Session"), QByteArray());
}

void ConnectionDataTest::overASocketTheTokenIsSentAsBearer()
{
    const QByteArray body = servicePrincipal();
    LoopbackServer server(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: "
        + QByteArray::number(body.size()) + "\r\n\r\n" + body);
    const Http http(Host::from({}), server.settings());
    const ConnectionSeen seen =
        await(readConnectionData(http, contoso(), credential(), DevOpsHost::Core, QUuid(), {}));
    QCOMPARE(toString(seen.kind), toString(Kind::Identity));
    QVERIFY(server.heads.value(0).contains("Authorization: Bearer header.payload.signature\r\n"));
}

void ConnectionDataTest::aBusyServiceIsAskedOnceMore_data()
{
    QTest::addColumn<QList<Reply>>("replies");
    QTest::addColumn<int>("requests");
    QTest::addColumn<int>("waitedSeconds");
    QTest::addColumn<Kind>("kind");

    const Reply good = answer(200, servicePrincipal(), json());
    QTest::newRow("503, then good") << QList<Reply>{answer(503), good} << 2 << 1 << Kind::Identity;
    QTest::newRow("502, then good") << QList<Reply>{answer(502), good} << 2 << 1 << Kind::Identity;
    QTest::newRow("429, two seconds")
        << QList<Reply>{answer(429, {}, {{"Retry-After", "2"}}), good} << 2 << 2 << Kind::Identity;
    QTest::newRow("429, five seconds")
        << QList<Reply>{answer(429, {}, {{"Retry-After", "5"}}), good} << 2 << 5 << Kind::Identity;
    QTest::newRow("429, at once") << QList<Reply>{answer(429, {}, {{"Retry-After", "0"}}), good} << 2 << 0
                                  << Kind::Identity;
    QTest::newRow("429, six seconds")
        << QList<Reply>{answer(429, {}, {{"Retry-After", "6"}}), good} << 1 << 0 << Kind::RateLimited;
    QTest::newRow("503 for ever") << QList<Reply>{answer(503), answer(503), good} << 2 << 1 << Kind::Other;
    QTest::newRow("stopped") << QList<Reply>{answer(503, failure("TF24668: stopped"), json()), good} << 1 << 0
                             << Kind::OrganizationStopped;
    QTest::newRow("500") << QList<Reply>{answer(500), good} << 1 << 0 << Kind::Other;
    QTest::newRow("401") << QList<Reply>{answer(401), good} << 1 << 0 << Kind::RejectedEmpty;
    QTest::newRow("no answer") << QList<Reply>{noAnswer(Delivery::ConnectionReset), good} << 1 << 0
                               << Kind::NoAnswer;
}

void ConnectionDataTest::aBusyServiceIsAskedOnceMore()
{
    QFETCH(QList<Reply>, replies);
    QFETCH(Kind, kind);
    Script script(replies);
    const ConnectionSeen seen =
        await(readConnectionData(script.http, contoso(), credential(), DevOpsHost::Core, QUuid(), {}));
    QTEST(int(script.transport->requests.size()), "requests");
    QTEST(int(script.waitedSeconds()), "waitedSeconds");
    QCOMPARE(toString(seen.kind), toString(kind));
}

void ConnectionDataTest::aStopDuringThePauseEndsIt()
{
    // A real clock, so that there is a pause to be ended.
    const auto transport = std::make_shared<ScriptedTransport>(
        QList<Reply>{answer(503, {}, {{"Retry-After", "5"}}), answer(200, servicePrincipal(), json())});
    const Http http(Host::real(), transport);
    std::stop_source stop;
    auto task =
        readConnectionData(http, contoso(), credential(), DevOpsHost::Core, QUuid(), stop.get_token());
    QTRY_COMPARE(transport->requests.size(), 1);
    stop.request_stop();
    const ConnectionSeen seen = await(std::move(task), std::chrono::seconds(2));
    QCOMPARE(toString(seen.delivery), toString(Delivery::Stopped));
    QCOMPARE(transport->requests.size(), 1);
}

void ConnectionDataTest::jsonRoundTripIsExact_data()
{
    everyAnswerHasItsKind_data();
}

void ConnectionDataTest::jsonRoundTripIsExact()
{
    QFETCH(Reply, reply);
    const ConnectionSeen seen = readConnectionReply(reply);
    const QByteArray stored = QJsonDocument(writeFields(seen)).toJson();
    QVERIFY(readFields<ConnectionSeen>(QJsonDocument::fromJson(stored).object()) == seen);
    QVERIFY(!stored.contains("payload"));
}

QTEST_GUILESS_MAIN(ConnectionDataTest)
#include "tst_connectiondata.moc"
