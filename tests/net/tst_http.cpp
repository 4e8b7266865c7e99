#include "core/net/http.h"

#include "core/net/addresses.h"
#include "core/sandbox/sandboxserver.h"
#include "tests/support/await.h"
#include "tests/support/fakeserver.h"
#include "tests/support/words.h"

#include <QJsonDocument>
#include <QTest>

#ifdef Q_OS_UNIX
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#endif

using namespace signet;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

const QByteArray secretText = "c2VjcmV0LXRva2Vu-0123456789";

Secret secret()
{
    QByteArray bytes = secretText;
    return Secret(std::move(bytes));
}

// A machine whose waiting takes no time.
Host image()
{
    return Host::from({});
}

NetSettings simulated(const FakeServer &server)
{
    NetSettings settings;
    settings.simulatedAzure = server.url(QString());
    return settings;
}

Request metadataRequest()
{
    Request request("GET", imdsUrl(u"/metadata/instance"_s, {}), Way::IdentityEndpoint);
    request.headers = {{"Metadata", "true"}};
    return request;
}

Request devOpsGet(const QString &path = u"_apis/projects"_s)
{
    return Request("GET", devOpsUrl(DevOpsHost::Core, u"contoso"_s, path, {}), Way::Internet);
}

Reply send(const Http &http, const Request &request, std::stop_token stop = {})
{
    return await(http.send(request, std::move(stop)));
}

#ifdef Q_OS_UNIX
// TCP_NODELAY of each socket of this process that is connected to that port.
QList<int> noDelayOfConnectionsTo(quint16 port)
{
    QList<int> found;
    for (int descriptor = 0; descriptor < 256; ++descriptor) {
        sockaddr_in peer{};
        socklen_t size = sizeof peer;
        if (getpeername(descriptor, reinterpret_cast<sockaddr *>(&peer), &size) != 0
            || peer.sin_family != AF_INET || ntohs(peer.sin_port) != port)
            continue;
        int value = -1;
        size = sizeof value;
        getsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &value, &size);
        found.append(value);
    }
    return found;
}
#endif

} // namespace

class TestHttp : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void answerComesBackWhole();
    void errorStatusIsAnAnswer_data();
    void errorStatusIsAnAnswer();
    void redirectIsNotFollowed();
    void refusedBeforeAnythingIsSent_data();
    void refusedBeforeAnythingIsSent();
    void answerIsCutAtTheLimit();
    void silenceEndsAtTheLimit();
    void resetIsTold();
    void refusedConnectionIsTold();
    void stopEndsTheRequest();
    void stoppedBeforeSendsNothing();
    void repeatedAsOftenAsAllowed();
    void retryAfterIsHonoured();
    void longRetryAfterEndsTheTries();
    void otherStatusIsNotRepeated();
    void connectionIsKeptAlive();
    void hostHeaderStaysTheRealOne();
    void identityEndpointNeverUsesTheProxy();
    void internetUsesTheProxy();
    void unknownCertificateIsRejected();
    void extraAuthorityIsTrusted();
    void requestDoesNotWaitForTheHandshakeToBeAcknowledged();
    void credentialsAreSentInTheirScheme_data();
    void credentialsAreSentInTheirScheme();
    void secretFieldsFollowTheForm();
    void recordHoldsNoSecret();
    void recordHasTimesAndSizes();
    void cookiesAreNotKept();
};

void TestHttp::answerComesBackWhole()
{
    FakeServer server({FakeServer::answer(200, "{\"a\":1}", "ActivityId: 7e2c\r\nX-A: b\r\n")});
    const Reply reply = send(Http(image(), simulated(server)), devOpsGet());
    QCOMPARE(word(reply.delivery), word(Delivery::Answered));
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.body, QByteArray("{\"a\":1}"));
    QCOMPARE(reply.header("x-a"), QByteArray("b"));
    QCOMPARE(reply.activityId(), u"7e2c"_s);
}

void TestHttp::errorStatusIsAnAnswer_data()
{
    QTest::addColumn<int>("status");
    for (const int status : {203, 400, 401, 403, 404, 407, 410, 421, 429, 500, 503})
        QTest::addRow("%d", status) << status;
}

void TestHttp::errorStatusIsAnAnswer()
{
    QFETCH(int, status);
    FakeServer server({FakeServer::answer(
        status, "body",
        "WWW-Authenticate: Bearer authorization_uri=https://login.microsoftonline.com/x\r\n")});
    const Reply reply = send(Http(image(), simulated(server)), devOpsGet());
    QCOMPARE(word(reply.delivery), word(Delivery::Answered));
    QCOMPARE(reply.status, status);
    QCOMPARE(reply.body, QByteArray("body"));
    QCOMPARE(server.requests.size(), 1);
}

void TestHttp::redirectIsNotFollowed()
{
    FakeServer server({FakeServer::answer(302, {}, "Location: http://127.0.0.1:1/elsewhere\r\n")});
    const Reply reply = send(Http(image(), simulated(server)), devOpsGet());
    QCOMPARE(word(reply.delivery), word(Delivery::Answered));
    QCOMPARE(reply.status, 302);
    QCOMPARE(server.requests.size(), 1);
}

void TestHttp::refusedBeforeAnythingIsSent_data()
{
    QTest::addColumn<QUrl>("url");
    QTest::addColumn<bool>("toIdentityEndpoint");
    QTest::addColumn<bool>("withBearer");
    QTest::newRow("plain http to Azure DevOps") << QUrl(u"http://dev.azure.com/contoso"_s) << false << false;
    QTest::newRow("bearer to another host") << QUrl(u"https://example.com/contoso"_s) << false << true;
    QTest::newRow("bearer to a host that only looks like it")
        << QUrl(u"https://dev.azure.com.example.com/"_s) << false << true;
    QTest::newRow("bearer with user in the address")
        << QUrl(u"https://user@dev.azure.com/contoso"_s) << false << true;
    QTest::newRow("identity endpoint elsewhere") << QUrl(u"http://192.0.2.1/metadata"_s) << true << false;
    QTest::newRow("identity endpoint by name") << QUrl(u"http://metadata.example.com/"_s) << true << false;
    QTest::newRow("bearer to an identity endpoint")
        << QUrl(u"http://169.254.169.254/metadata"_s) << true << true;
    QTest::newRow("token for Azure DevOps to Resource Manager")
        << QUrl(u"https://management.azure.com/subscriptions"_s) << false << true;
    QTest::newRow("no host") << QUrl(u"https:///x"_s) << false << false;
}

void TestHttp::refusedBeforeAnythingIsSent()
{
    QFETCH(QUrl, url);
    QFETCH(bool, toIdentityEndpoint);
    QFETCH(bool, withBearer);
    FakeServer server({FakeServer::answer(200, {})});
    Request request("GET", url, toIdentityEndpoint ? Way::IdentityEndpoint : Way::Internet);
    if (withBearer)
        request.credential = Credential::bearer(Resource::AzureDevOps, secret());
    const Http http(image(), simulated(server));
    QCOMPARE(word(send(http, request).delivery), word(Delivery::NotSent));
    QCOMPARE(server.connections, 0);
    QVERIFY(http.exchanges().isEmpty());
}

void TestHttp::answerIsCutAtTheLimit()
{
    FakeServer server({FakeServer::answer(200, QByteArray(200'000, 'x'))});
    Request request = devOpsGet();
    request.limits.body = 100'000;
    const Reply reply = send(Http(image(), simulated(server)), request);
    QCOMPARE(word(reply.delivery), word(Delivery::BodyTooLarge));
    QVERIFY(reply.body.size() <= 100'000);
}

void TestHttp::silenceEndsAtTheLimit()
{
    FakeServer server({FakeServer::silence});
    Request request = metadataRequest();
    request.limits.answer = 50ms;
    const Reply reply = send(Http(image(), simulated(server)), request);
    QCOMPARE(word(reply.delivery), word(Delivery::ReadTimeout));
    QCOMPARE(server.requests.size(), 1);
}

void TestHttp::resetIsTold()
{
    FakeServer server({FakeServer::reset});
    const Reply reply = send(Http(image(), simulated(server)), metadataRequest());
    QCOMPARE(word(reply.delivery), word(Delivery::ConnectionReset));
}

void TestHttp::refusedConnectionIsTold()
{
    NetSettings settings;
    {
        const FakeServer gone({FakeServer::silence});
        settings = simulated(gone);
    }
    QCOMPARE(word(send(Http(image(), settings), metadataRequest()).delivery),
             word(Delivery::ConnectionRefused));
}

void TestHttp::stopEndsTheRequest()
{
    FakeServer server({FakeServer::silence});
    std::stop_source source;
    server.onRequest = [&source](int) { source.request_stop(); };
    const Reply reply = send(Http(image(), simulated(server)), devOpsGet(), source.get_token());
    QCOMPARE(word(reply.delivery), word(Delivery::Stopped));
    QCOMPARE(reply.status, 0);
}

void TestHttp::stoppedBeforeSendsNothing()
{
    FakeServer server({FakeServer::answer(200, {})});
    std::stop_source source;
    source.request_stop();
    QCOMPARE(word(send(Http(image(), simulated(server)), devOpsGet(), source.get_token()).delivery),
             word(Delivery::Stopped));
    QCOMPARE(server.connections, 0);
}

void TestHttp::repeatedAsOftenAsAllowed()
{
    FakeServer server({FakeServer::answer(503, {})});
    Request request = metadataRequest();
    request.repetition = {2, {503}, 1s, 5s};
    const Reply reply = send(Http(image(), simulated(server)), request);
    QCOMPARE(reply.status, 503);
    QCOMPARE(reply.repetitions, 2);
    QCOMPARE(server.requests.size(), 3);
}

void TestHttp::retryAfterIsHonoured()
{
    FakeServer server({FakeServer::answer(429, {}, "Retry-After: 3\r\n"), FakeServer::answer(200, "ok")});
    Request request = metadataRequest();
    request.repetition = {1, {429}, 1s, 5s};
    const Host host = image();
    const auto before = host.now();
    const Reply reply = send(Http(host, simulated(server)), request);
    QCOMPARE(reply.status, 200);
    QCOMPARE(reply.repetitions, 1);
    QCOMPARE(reply.waited, 3000ms);
    QVERIFY(host.now() - before >= 3s);
}

void TestHttp::longRetryAfterEndsTheTries()
{
    FakeServer server({FakeServer::answer(429, {}, "Retry-After: 60\r\n"), FakeServer::answer(200, "ok")});
    Request request = metadataRequest();
    request.repetition = {3, {429}, 1s, 5s};
    const Reply reply = send(Http(image(), simulated(server)), request);
    QCOMPARE(reply.status, 429);
    QCOMPARE(reply.retryAfter(), 60);
    QCOMPARE(server.requests.size(), 1);
}

void TestHttp::otherStatusIsNotRepeated()
{
    FakeServer server({FakeServer::answer(400, {})});
    Request request = metadataRequest();
    request.repetition = {3, {429}, 1s, 5s};
    QCOMPARE(send(Http(image(), simulated(server)), request).status, 400);
    QCOMPARE(server.requests.size(), 1);
}

void TestHttp::connectionIsKeptAlive()
{
    FakeServer server({FakeServer::answer(200, "ok")});
    const Http http(image(), simulated(server));
    for (int i = 0; i < 3; ++i)
        QCOMPARE(send(http, devOpsGet()).status, 200);
    QCOMPARE(server.requests.size(), 3);
    QCOMPARE(server.connections, 1);
    QVERIFY(http.exchanges().at(0).connect.count() >= 0);
    QVERIFY(http.exchanges().at(1).connect.count() < 0);
}

void TestHttp::hostHeaderStaysTheRealOne()
{
    FakeServer server({FakeServer::answer(200, "ok")});
    send(Http(image(), simulated(server)), metadataRequest());
    send(Http(image(), simulated(server)), devOpsGet());
    QVERIFY2(server.requests.at(0).contains("Host: 169.254.169.254"), server.requests.at(0));
    QVERIFY2(server.requests.at(1).contains("Host: dev.azure.com"), server.requests.at(1));
}

void TestHttp::identityEndpointNeverUsesTheProxy()
{
    FakeServer proxy({FakeServer::answer(502, "proxy")});
    FakeServer endpoint({FakeServer::answer(200, "token")});
    NetSettings settings;
    settings.proxy = ProxySettings(Environment({{u"HTTP_PROXY"_s, proxy.url(QString()).toString()},
                                                {u"HTTPS_PROXY"_s, proxy.url(QString()).toString()}},
                                               Platform::Linux));
    const Request request("GET", endpoint.url(u"/MSI/token"_s), Way::IdentityEndpoint);
    const Reply reply = send(Http(image(), settings), request);
    QCOMPARE(reply.body, QByteArray("token"));
    QCOMPARE(proxy.connections, 0);
}

void TestHttp::internetUsesTheProxy()
{
    FakeServer proxy({FakeServer::answer(403, "no")});
    NetSettings settings;
    settings.proxy =
        ProxySettings(Environment({{u"HTTPS_PROXY"_s, proxy.url(QString()).toString()}}, Platform::Linux));
    const Reply reply = send(Http(image(), settings), devOpsGet());
    QVERIFY(!reply.answered());
    QVERIFY(!proxy.requests.isEmpty());
    QVERIFY2(proxy.requests.first().startsWith("CONNECT dev.azure.com:443"), proxy.requests.first());
}

void TestHttp::unknownCertificateIsRejected()
{
    sandbox::SandboxServer server(*sandbox::Scenario::named(u"not-in-org"_s));
    QVERIFY(server.listenTls());
    NetSettings settings;
    settings.simulatedAzure = server.tlsUrl();
    const Reply reply = send(Http(image(), settings), devOpsGet());
    QCOMPARE(word(reply.delivery), word(Delivery::TlsPeerRejected));
    QCOMPARE(server.requests().size(), 0);
}

void TestHttp::extraAuthorityIsTrusted()
{
    sandbox::SandboxServer server(*sandbox::Scenario::named(u"not-in-org"_s));
    QVERIFY(server.listenTls());
    NetSettings settings;
    settings.simulatedAzure = server.tlsUrl();
    settings.extraAuthorities = server.caCertificatePem();
    QCOMPARE(word(send(Http(image(), settings), devOpsGet()).delivery), word(Delivery::Answered));
    QCOMPARE(server.requests().size(), 1);
}

void TestHttp::requestDoesNotWaitForTheHandshakeToBeAcknowledged()
{
#ifdef Q_OS_UNIX
    sandbox::SandboxServer server(*sandbox::Scenario::named(u"not-in-org"_s));
    QVERIFY(server.listenTls());
    NetSettings settings;
    settings.simulatedAzure = server.tlsUrl();
    settings.extraAuthorities = server.caCertificatePem();
    const Http http(image(), settings);
    QCOMPARE(word(send(http, devOpsGet()).delivery), word(Delivery::Answered));
    // The connection is kept alive, so the client's end is still there to be looked at.
    const QList<int> noDelay = noDelayOfConnectionsTo(quint16(server.tlsUrl().port()));
    QCOMPARE(noDelay, QList<int>{1});
#else
    QSKIP("sockets of a process cannot be listed here");
#endif
}

void TestHttp::credentialsAreSentInTheirScheme_data()
{
    QTest::addColumn<Credential>("credential");
    QTest::addColumn<QUrl>("url");
    QTest::addColumn<QByteArray>("header");
    QTest::newRow("token for Resource Manager")
        << Credential::bearer(Resource::ResourceManager, secret())
        << QUrl(u"https://management.azure.com/subscriptions"_s) << "Bearer " + secretText;
    QTest::newRow("token for Microsoft Graph")
        << Credential::bearer(Resource::MicrosoftGraph, secret())
        << QUrl(u"https://graph.microsoft.com/v1.0/me"_s) << "Bearer " + secretText;
    QTest::newRow("personal access token, without a user name")
        << Credential::accessToken(secret()) << QUrl(u"https://vsaex.dev.azure.com/contoso/_apis"_s)
        << "Basic " + (':' + secretText).toBase64();
}

void TestHttp::credentialsAreSentInTheirScheme()
{
    QFETCH(Credential, credential);
    QFETCH(QUrl, url);
    QFETCH(QByteArray, header);
    FakeServer server({FakeServer::answer(200, {})});
    Request request("GET", url, Way::Internet);
    request.credential = credential;
    send(Http(image(), simulated(server)), request);
    QVERIFY(server.requests.at(0).contains("Authorization: " + header + "\r\n"));
}

void TestHttp::secretFieldsFollowTheForm()
{
    FakeServer server({FakeServer::answer(200, {})});
    Request request("POST", entraUrl(u"contoso.example"_s, u"oauth2/v2.0/token"_s), Way::Internet);
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    request.body = "grant_type=refresh_token";
    request.secretFormFields = {{"refresh_token", Secret(QByteArray("a+b&c"))}};
    const Http http(image(), simulated(server));
    QVERIFY(send(http, request).answered());
    QCOMPARE(server.bodies.at(0), QByteArray("grant_type=refresh_token&refresh_token=a%2Bb%26c"));
    QVERIFY(!QJsonDocument(http.exchanges().first().toJson()).toJson().contains("a%2Bb"));
}

void TestHttp::recordHoldsNoSecret()
{
    FakeServer server({FakeServer::answer(200, "ok")});
    const Http http(image(), simulated(server));
    Request request = devOpsGet();
    request.credential = Credential::bearer(Resource::AzureDevOps, secret());
    QUrlQuery query;
    query.addQueryItem(u"api-version"_s, u"7.1"_s);
    query.addQueryItem(u"code"_s, QString::fromLatin1(secretText));
    request.url.setQuery(query);
    send(http, request);

    Request endpoint = metadataRequest();
    endpoint.secretHeaders.append({"X-IDENTITY-HEADER", secret()});
    send(http, endpoint);

    QVERIFY(server.requests.at(0).contains("Authorization: Bearer " + secretText));
    QVERIFY(server.requests.at(1).contains(secretText));
    for (const Exchange &exchange : http.exchanges())
        QVERIFY(!QJsonDocument(exchange.toJson()).toJson().contains(secretText));
    QVERIFY(http.exchanges().at(0).url.contains("api-version=7.1"_L1));
}

void TestHttp::recordHasTimesAndSizes()
{
    FakeServer server({FakeServer::answer(200, "0123456789")});
    const Http http(image(), simulated(server));
    send(http.withPurpose(u"a.check"_s), devOpsGet());
    const Exchange exchange = http.exchanges().at(0);
    QCOMPARE(exchange.purpose, u"a.check"_s);
    QCOMPARE(exchange.method, u"GET"_s);
    QCOMPARE(exchange.url, u"https://dev.azure.com/contoso/_apis/projects"_s);
    QCOMPARE(exchange.responseBytes, 10);
    QVERIFY(exchange.connect.count() >= 0);
    QVERIFY(exchange.firstByte >= exchange.connect);
    QVERIFY(exchange.total >= exchange.firstByte);
}

void TestHttp::cookiesAreNotKept()
{
    FakeServer server({FakeServer::answer(200, "ok", "Set-Cookie: a=b; Path=/\r\n")});
    const Http http(image(), simulated(server));
    send(http, devOpsGet());
    send(http, devOpsGet());
    QVERIFY(!server.requests.at(1).toLower().contains("cookie"));
}

QTEST_GUILESS_MAIN(TestHttp)
#include "tst_http.moc"
