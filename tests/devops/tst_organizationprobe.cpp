#include "core/devops/hostreach.h"
#include "core/devops/organizationprobe.h"

#include "tests/devops/loopbackserver.h"
#include "tests/devops/scriptedtransport.h"
#include "tests/support/await.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

using Exists = OrganizationSeen::Exists;
Q_DECLARE_METATYPE(OrganizationSeen::Exists)

namespace {

const QByteArray tenant = "1e5b5b4a-6f0e-4d5f-9b7c-2a1d6f7e8a90";
const QByteArray otherTenant = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
const QByteArray zero = "00000000-0000-0000-0000-000000000000";

OrganizationName contoso()
{
    return *OrganizationName::parse(u"contoso"_s);
}

Headers fromService(Headers more = {})
{
    more.emplaceBack("X-TFS-ProcessId", "5f6c");
    return more;
}

} // namespace

class OrganizationProbeTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void existenceIsWhatAzureDevOpsSays_data();
    void existenceIsWhatAzureDevOpsSays();
    void theTenantComesFromTheHeaders_data();
    void theTenantComesFromTheHeaders();
    void challengesAreToldApart_data();
    void challengesAreToldApart();
    void headIsFollowedByGetOnlyWhereItHelps_data();
    void headIsFollowedByGetOnlyWhereItHelps();
    void nobodyIsSignedIn();
    void headOverASocketGivesTheTenant();
    void headWithALengthDoesNotWaitForABody();
    void severalChallengesOverASocketAreToldApart();
    void hostsAreReachedAnonymously_data();
    void hostsAreReachedAnonymously();
    void aHostBehindAFirewallIsNotReached();
    void jsonRoundTripIsExact();
};

void OrganizationProbeTest::existenceIsWhatAzureDevOpsSays_data()
{
    QTest::addColumn<Reply>("reply");
    QTest::addColumn<Exists>("exists");

    const QByteArray found =
        R"({"id":"79134c72-4a58-4b42-976c-04e7115f32bf","name":"core","locationUrl":"https://dev.azure.com/contoso/"})";
    QTest::newRow("found") << answer(200, found, json()) << Exists::Yes;
    QTest::newRow("found, behind a mark") << answer(200, "\xef\xbb\xbf" + found, json()) << Exists::Yes;
    QTest::newRow("no location") << answer(
        200, R"({"id":"79134c72-4a58-4b42-976c-04e7115f32bf","name":"core","locationUrl":null})", json())
                                 << Exists::No;
    QTest::newRow("null, from the service") << answer(200, "null", fromService()) << Exists::No;
    QTest::newRow("null, from anybody") << answer(200, "null", json()) << Exists::Unknown;
    QTest::newRow("an empty object, from the service") << answer(200, "{}", fromService()) << Exists::No;
    QTest::newRow("an empty object, from anybody") << answer(200, "{}", json()) << Exists::Unknown;
    QTest::newRow("another object") << answer(200, R"({"id":"1","locationUrl":null})", json())
                                    << Exists::Unknown;
    QTest::newRow("half an object") << answer(200, R"({"id":"79134c72-4a58-4b42-976c-04e7115f32bf",)", json())
                                    << Exists::Unknown;
    QTest::newRow("a null byte") << answer(200, QByteArray("{\0}", 3), json()) << Exists::Unknown;
    QTest::newRow("nothing, from the service") << answer(200, {}, fromService()) << Exists::No;
    QTest::newRow("nothing, from a proxy") << answer(200) << Exists::Unknown;
    QTest::newRow("404, JSON of anybody")
        << answer(404, R"({"message":"not found"})", json()) << Exists::Unknown;
    QTest::newRow("404, page of the service") << answer(404, "<html/>", fromService()) << Exists::No;
    QTest::newRow("404, page of a proxy") << answer(404, "<html/>") << Exists::Unknown;
    QTest::newRow("captive portal") << answer(200, "<html/>") << Exists::Unknown;
    QTest::newRow("401") << answer(401, {}, fromService()) << Exists::Unknown;
    QTest::newRow("407") << answer(407) << Exists::Unknown;
    QTest::newRow("500") << answer(500, "{}", json()) << Exists::Unknown;
    QTest::newRow("no route") << noAnswer(Delivery::HostNotFound) << Exists::Unknown;
}

void OrganizationProbeTest::existenceIsWhatAzureDevOpsSays()
{
    QFETCH(Reply, reply);
    Script script({reply});
    const OrganizationSeen seen = await(lookUpOrganization(script.http, contoso(), {}));
    QFETCH(Exists, exists);
    QCOMPARE(toString(seen.exists), toString(exists));
    QCOMPARE(toString(seen.delivery), toString(reply.delivery));
    QCOMPARE(seen.status, reply.status);
    QCOMPARE(seen.locationUrl, seen.exists == Exists::Yes ? u"https://dev.azure.com/contoso/"_s : QString());
}

void OrganizationProbeTest::theTenantComesFromTheHeaders_data()
{
    QTest::addColumn<Reply>("reply");
    QTest::addColumn<QString>("tenantId");
    QTest::addColumn<bool>("notEntraBacked");

    const QString id = QString::fromLatin1(tenant);
    const QByteArray bearer = "Bearer authorization_uri=https://login.microsoftonline.com/" + tenant;
    QTest::newRow("challenge") << answer(401, {}, {{"WWW-Authenticate", bearer}}) << id << false;
    QTest::newRow("challenge, quoted")
        << answer(401, {},
                  {{"WWW-Authenticate",
                    "Bearer authorization_uri=\"https://login.microsoftonline.com/" + tenant + "/\""}})
        << id << false;
    QTest::newRow("challenge, any case")
        << answer(401, {},
                  {{"www-authenticate",
                    "bearer Authorization_URI=https://login.microsoftonline.com/" + tenant.toUpper()}})
        << id << false;
    QTest::newRow("challenge behind others")
        << answer(401, {},
                  {{"WWW-Authenticate", "Basic realm=\"https://tfsprodeus2.app.visualstudio.com/\""},
                   {"WWW-Authenticate", "TFS-Federated"},
                   {"WWW-Authenticate", bearer}})
        << id << false;
    QTest::newRow("challenges on one line")
        << answer(401, {}, {{"WWW-Authenticate", bearer + ", Basic realm=\"https://x/\", TFS-Federated"}})
        << id << false;
    QTest::newRow("challenge wins") << answer(
        302, {}, {{"X-VSS-ResourceTenant", otherTenant}, {"WWW-Authenticate", bearer}})
                                    << id << false;
    QTest::newRow("challenge of no tenant")
        << answer(401, {},
                  {{"WWW-Authenticate", "Bearer authorization_uri=https://login.microsoftonline.com/common"},
                   {"X-VSS-ResourceTenant", tenant}})
        << id << false;
    QTest::newRow("Basic's parameter of that name")
        << answer(401, {},
                  {{"WWW-Authenticate", "Basic authorization_uri=https://x/" + otherTenant},
                   {"X-VSS-ResourceTenant", tenant}})
        << id << false;
    QTest::newRow("header") << answer(200, "{}", json({{"X-VSS-ResourceTenant", tenant}})) << id << false;
    QTest::newRow("header, several") << answer(401, {},
                                               {{"X-VSS-ResourceTenant", tenant + "," + otherTenant}})
                                     << id << false;
    QTest::newRow("header, zero first")
        << answer(401, {}, {{"X-VSS-ResourceTenant", zero + ", " + tenant}}) << id << false;
    QTest::newRow("header, two lines")
        << answer(401, {}, {{"X-VSS-ResourceTenant", zero}, {"X-VSS-ResourceTenant", tenant}}) << id << false;
    QTest::newRow("zero") << answer(401, {}, {{"X-VSS-ResourceTenant", zero}}) << QString() << true;
    QTest::newRow("zero twice") << answer(401, {}, {{"X-VSS-ResourceTenant", zero + "," + zero}}) << QString()
                                << true;
    QTest::newRow("zero, challenge names one")
        << answer(401, {}, {{"X-VSS-ResourceTenant", zero}, {"WWW-Authenticate", bearer}}) << id << false;
    QTest::newRow("neither") << answer(404, "<html/>") << QString() << false;
    QTest::newRow("no GUID") << answer(401, {}, {{"X-VSS-ResourceTenant", "contoso.example"}}) << QString()
                             << false;
}

void OrganizationProbeTest::theTenantComesFromTheHeaders()
{
    QFETCH(Reply, reply);
    const OrganizationTenantSeen seen = readTenantReply(reply, u"HEAD"_s);
    QTEST(seen.tenantId ? seen.tenantId->toString() : QString(), "tenantId");
    QTEST(seen.notEntraBacked, "notEntraBacked");
}

void OrganizationProbeTest::challengesAreToldApart_data()
{
    QTest::addColumn<QList<QByteArray>>("lines");
    QTest::addColumn<QStringList>("challenges");

    QTest::newRow("none") << QList<QByteArray>() << QStringList();
    QTest::newRow("scheme alone") << QList<QByteArray>{"TFS-Federated"} << QStringList{u"TFS-Federated"_s};
    QTest::newRow("two lines") << QList<QByteArray>{"Negotiate", "NTLM"}
                               << QStringList{u"Negotiate"_s, u"NTLM"_s};
    QTest::newRow("one line") << QList<
        QByteArray>{"Basic realm=\"a, b=c\", Bearer authorization_uri=https://x/y, error=\"z\", NTLM"}
                              << QStringList{u"Basic realm=\"a, b=c\""_s,
                                             u"Bearer authorization_uri=https://x/y, error=\"z\""_s,
                                             u"NTLM"_s};
    QTest::newRow("escaped quote") << QList<QByteArray>{"Basic realm=\"a\\\", b\", NTLM"}
                                   << QStringList{u"Basic realm=\"a\\\", b\""_s, u"NTLM"_s};
    QTest::newRow("empty parts") << QList<QByteArray>{", ,Basic realm=x,,NTLM,"}
                                 << QStringList{u"Basic realm=x"_s, u"NTLM"_s};
    QTest::newRow("token with padding")
        << QList<QByteArray>{"Negotiate YWJj==, NTLM"} << QStringList{u"Negotiate YWJj=="_s, u"NTLM"_s};
    QTest::newRow("quote without end")
        << QList<QByteArray>{"Basic realm=\"a, NTLM"} << QStringList{u"Basic realm=\"a, NTLM"_s};
}

void OrganizationProbeTest::challengesAreToldApart()
{
    QFETCH(QList<QByteArray>, lines);
    Headers headers;
    for (const QByteArray &line : lines)
        headers.append({"WWW-Authenticate", line});
    QTEST(authenticationChallenges(answer(401, {}, headers)), "challenges");
}

void OrganizationProbeTest::headIsFollowedByGetOnlyWhereItHelps_data()
{
    QTest::addColumn<Reply>("head");
    QTest::addColumn<bool>("asksAgain");

    QTest::newRow("tenant") << answer(401, {}, {{"X-VSS-ResourceTenant", tenant}}) << false;
    QTest::newRow("zero") << answer(401, {}, {{"X-VSS-ResourceTenant", zero}}) << false;
    QTest::newRow("stopped") << answer(503, {}, {{"X-TFS-ServiceError", "TF24668%3a%20stopped"}}) << false;
    QTest::newRow("no name") << noAnswer(Delivery::HostNotFound) << false;
    QTest::newRow("no trust") << noAnswer(Delivery::TlsPeerRejected) << false;
    QTest::newRow("stop") << noAnswer(Delivery::Stopped) << false;
    QTest::newRow("nothing to use") << answer(200) << true;
    QTest::newRow("405") << answer(405) << true;
    QTest::newRow("404") << answer(404, {}, fromService()) << true;
    QTest::newRow("reset") << noAnswer(Delivery::ConnectionReset) << true;
    QTest::newRow("silence") << noAnswer(Delivery::ReadTimeout) << true;
    QTest::newRow("no HTTP") << noAnswer(Delivery::ProtocolError) << true;
}

void OrganizationProbeTest::headIsFollowedByGetOnlyWhereItHelps()
{
    QFETCH(Reply, head);
    QFETCH(bool, asksAgain);
    Script script({head, answer(401, {}, {{"X-VSS-ResourceTenant", otherTenant}})});
    const OrganizationTenantSeen seen = await(probeTenant(script.http, contoso(), {}));
    QCOMPARE(script.transport->requests.size(), asksAgain ? 2 : 1);
    QCOMPARE(script.transport->requests[0].method, QByteArray("HEAD"));
    QCOMPARE(seen.method, asksAgain ? u"GET"_s : u"HEAD"_s);
    if (asksAgain)
        QCOMPARE(seen.tenantId->toString(), QString::fromLatin1(otherTenant));
}

void OrganizationProbeTest::nobodyIsSignedIn()
{
    Script script({answer(401), answer(401), answer(200, "null", json())});
    await(probeTenant(script.http, contoso(), {}));
    await(lookUpOrganization(script.http, contoso(), {}));
    QVERIFY(script.transport->isUsedUp());
    for (qsizetype i = 0; i < script.transport->requests.size(); ++i) {
        QVERIFY(!script.transport->requests[i].credential);
        QCOMPARE(script.header(i, "X-TFS-FedAuthRedirect"), QByteArray("Suppress"));
        QCOMPARE(script.header(i, "Accept"), QByteArray("application/json"));
    }
}

void OrganizationProbeTest::headOverASocketGivesTheTenant()
{
    LoopbackServer server(
        "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\nX-TFS-ProcessId: 1\r\n"
        "X-VSS-ResourceTenant: "
        + tenant + "\r\n\r\n");
    const Http http(Host::from({}), server.settings());
    const OrganizationTenantSeen seen = await(probeTenant(http, contoso(), {}));
    QCOMPARE(toString(seen.delivery), toString(Delivery::Answered));
    QCOMPARE(seen.status, 401);
    QVERIFY(seen.fromAzureDevOps);
    QCOMPARE(seen.tenantId->toString(), QString::fromLatin1(tenant));
    QCOMPARE(server.heads.size(), 1);
    QVERIFY2(server.heads[0].startsWith(
                 "HEAD /contoso/_apis/connectionData?api-version=7.1-preview.1 HTTP/1.1\r\n"),
             server.heads[0].constData());
    QVERIFY(server.heads[0].contains("Host: dev.azure.com\r\n"));
}

// The length that an answer to HEAD names is that of the body GET would have.
void OrganizationProbeTest::headWithALengthDoesNotWaitForABody()
{
    LoopbackServer server("HTTP/1.1 401 Unauthorized\r\nContent-Length: 12345\r\nContent-Type: text/html\r\n"
                          "X-VSS-ResourceTenant: "
                          + tenant + "\r\n\r\n");
    const Http http(Host::from({}), server.settings());
    const OrganizationTenantSeen seen = await(probeTenant(http, contoso(), {}), std::chrono::seconds(5));
    QCOMPARE(toString(seen.delivery), toString(Delivery::Answered));
    QCOMPARE(seen.method, u"HEAD"_s);
    QCOMPARE(seen.tenantId->toString(), QString::fromLatin1(tenant));
}

void OrganizationProbeTest::severalChallengesOverASocketAreToldApart()
{
    LoopbackServer server(
        "HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\nConnection: close\r\n"
        "WWW-Authenticate: Bearer authorization_uri=https://login.microsoftonline.com/"
        + tenant
        + "\r\nWWW-Authenticate: Basic realm=\"https://tfsprodeus2.app.visualstudio.com/\"\r\n"
          "WWW-Authenticate: TFS-Federated\r\n\r\n");
    const Http http(Host::from({}), server.settings());
    const OrganizationTenantSeen seen = await(probeTenant(http, contoso(), {}));
    QCOMPARE(seen.challenges.size(), 3);
    QCOMPARE(seen.challenges[1], u"Basic realm=\"https://tfsprodeus2.app.visualstudio.com/\""_s);
    QCOMPARE(seen.tenantId->toString(), QString::fromLatin1(tenant));
}

void OrganizationProbeTest::hostsAreReachedAnonymously_data()
{
    QTest::addColumn<int>("host");
    QTest::addColumn<QString>("name");

    QTest::newRow("core") << int(DevOpsHost::Core) << u"dev.azure.com"_s;
    QTest::newRow("graph") << int(DevOpsHost::Graph) << u"vssps.dev.azure.com"_s;
    QTest::newRow("entitlements") << int(DevOpsHost::Entitlements) << u"vsaex.dev.azure.com"_s;
}

void OrganizationProbeTest::hostsAreReachedAnonymously()
{
    QFETCH(int, host);
    QFETCH(QString, name);
    Script script({answer(401, {}, fromService())});
    const HostReachSeen seen = await(reachHost(script.http, contoso(), DevOpsHost(host), {}));
    QCOMPARE(seen.host, name);
    QCOMPARE(seen.status, 401);
    QVERIFY(seen.fromAzureDevOps);
    const Request &request = script.transport->requests[0];
    QCOMPARE(request.url.toString(),
             u"https://"_s + name + u"/contoso/_apis/connectionData?api-version=7.1-preview.1"_s);
    QCOMPARE(request.method, QByteArray("HEAD"));
    QVERIFY(!request.credential);
}

void OrganizationProbeTest::aHostBehindAFirewallIsNotReached()
{
    Script silent({noAnswer(Delivery::ConnectTimeout)});
    const HostReachSeen nothing = await(reachHost(silent.http, contoso(), DevOpsHost::Graph, {}));
    QCOMPARE(toString(nothing.delivery), toString(Delivery::ConnectTimeout));
    QVERIFY(!nothing.fromAzureDevOps);

    Script blocked({answer(403, "<html>blocked by policy</html>", {{"Via", "1.1 proxy"}})});
    const HostReachSeen other = await(reachHost(blocked.http, contoso(), DevOpsHost::Graph, {}));
    QCOMPARE(other.status, 403);
    QVERIFY(!other.fromAzureDevOps);
}

void OrganizationProbeTest::jsonRoundTripIsExact()
{
    OrganizationSeen found;
    found.delivery = Delivery::Answered;
    found.status = 200;
    found.exists = Exists::Yes;
    found.locationUrl = u"https://dev.azure.com/contoso/"_s;
    found.error.contentType = u"application/json"_s;
    QVERIFY(readFields<OrganizationSeen>(writeFields(found)) == found);
    found.exists = Exists::No;
    QVERIFY(readFields<OrganizationSeen>(writeFields(found)) == found);
    QVERIFY(readFields<OrganizationSeen>(writeFields(OrganizationSeen())) == OrganizationSeen());

    const OrganizationTenantSeen tenantSeen =
        readTenantReply(answer(401, {},
                               fromService({{"X-VSS-ResourceTenant", zero + "," + tenant},
                                            {"WWW-Authenticate", "Basic realm=\"x\""}})),
                        u"GET"_s);
    QVERIFY(readFields<OrganizationTenantSeen>(writeFields(tenantSeen)) == tenantSeen);
    const OrganizationTenantSeen none =
        readTenantReply(answer(401, {}, {{"X-VSS-ResourceTenant", zero}}), u"HEAD"_s);
    QVERIFY(readFields<OrganizationTenantSeen>(writeFields(none)) == none);
    QVERIFY(readFields<OrganizationTenantSeen>(writeFields(OrganizationTenantSeen()))
            == OrganizationTenantSeen());

    const HostReachSeen reach{u"vsaex.dev.azure.com"_s, Delivery::ReadTimeout, 401, true};
    QVERIFY(readFields<HostReachSeen>(writeFields(reach)) == reach);
}

QTEST_GUILESS_MAIN(OrganizationProbeTest)
#include "tst_organizationprobe.moc"
