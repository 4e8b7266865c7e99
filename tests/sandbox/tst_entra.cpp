#include "core/sandbox/world/directory.h"

#include "tests/sandbox/peopleworld.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QTest>
#include <QUrlQuery>

#include <functional>

using namespace Qt::StringLiterals;
using namespace signet::sandbox;
using namespace signet::test;

namespace {

const QString deviceGrant = u"urn:ietf:params:oauth:grant-type:device_code"_s;
const QString tokenPath = u"oauth2/v2.0/token"_s;
const QString verifier = u"0123456789012345678901234567890123456789012-._~"_s;

QString challenge()
{
    return QString::fromLatin1(QCryptographicHash::hash(verifier.toLatin1(), QCryptographicHash::Sha256)
                                   .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals));
}

QString started(const SandboxServer &server, const QString &tenant = u"organizations"_s,
                const QString &scope = u"openid profile offline_access "_s + devOpsScope)
{
    const Reply reply = posted(server, tenant, u"oauth2/v2.0/devicecode"_s,
                               {{u"client_id"_s, signetClient}, {u"scope"_s, scope}});
    return reply.json().value("device_code"_L1).toString();
}

Reply polled(const SandboxServer &server, const QString &deviceCode,
             const QString &tenant = u"organizations"_s)
{
    return posted(server, tenant, tokenPath,
                  {{u"grant_type"_s, deviceGrant},
                   {u"client_id"_s, signetClient},
                   {u"device_code"_s, deviceCode},
                   {u"client_info"_s, u"1"_s}});
}

// Signs in with a device code that is confirmed at once.
QJsonObject signedIn(SandboxServer &server, const QString &tenant = u"organizations"_s,
                     const QString &scope = u"openid profile offline_access "_s + devOpsScope)
{
    server.world().signIn.pendingPolls = 0;
    return polled(server, started(server, tenant, scope), tenant).json();
}

Form authorization()
{
    return {{u"client_id"_s, signetClient},
            {u"response_type"_s, u"code"_s},
            {u"redirect_uri"_s, u"http://localhost:51234"_s},
            {u"response_mode"_s, u"query"_s},
            {u"scope"_s, u"openid offline_access "_s + devOpsScope},
            {u"state"_s, u"a state & more"_s},
            {u"nonce"_s, u"once"_s},
            {u"code_challenge"_s, challenge()},
            {u"code_challenge_method"_s, u"S256"_s}};
}

void set(Form *form, const QString &name, const QString &value)
{
    form->removeIf([&](const auto &pair) { return pair.first == name; });
    form->append(std::pair(name, value));
}

Reply authorized(const SandboxServer &server, const Form &form, const QString &tenant = u"organizations"_s)
{
    return *ask(
        server.url(), "GET",
        u"https://login.microsoftonline.com/%1/oauth2/v2.0/authorize?%2"_s.arg(tenant, encoded(form)));
}

QUrlQuery sentBackWith(const Reply &reply)
{
    return QUrlQuery(QUrl::fromEncoded(reply.header("Location")).query(QUrl::FullyEncoded));
}

QString codeIn(const Reply &reply)
{
    return sentBackWith(reply).queryItemValue(u"code"_s);
}

Form redemption(const QString &code)
{
    return {{u"grant_type"_s, u"authorization_code"_s},
            {u"client_id"_s, signetClient},
            {u"code"_s, code},
            {u"redirect_uri"_s, u"http://localhost:51234"_s},
            {u"code_verifier"_s, verifier},
            {u"scope"_s, u"openid offline_access "_s + devOpsScope}};
}

Reply refreshed(const SandboxServer &server, const QString &refreshToken,
                const QString &tenant = u"organizations"_s,
                const QString &scope = u"offline_access "_s + devOpsScope,
                const QString &client = signetClient)
{
    return posted(server, tenant, tokenPath,
                  {{u"grant_type"_s, u"refresh_token"_s},
                   {u"client_id"_s, client},
                   {u"refresh_token"_s, refreshToken},
                   {u"scope"_s, scope}});
}

QJsonObject claimsIn(SandboxServer &server, const QJsonObject &tokens,
                     QLatin1StringView name = "access_token"_L1)
{
    return verifiedClaims(server.world(), tokens.value(name).toString().toLatin1()).value_or(QJsonObject());
}

using Change = std::function<void(World &)>;

} // namespace

Q_DECLARE_METATYPE(Change)

class TestEntra : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void configurationNamesTheTenant_data();
    void configurationNamesTheTenant();
    void hostsAreDiscovered();
    void deviceCodeTakesItsCourse_data();
    void deviceCodeTakesItsCourse();
    void deviceCodeIsGoodOnceAndForItsClientAndTenant();
    void deviceCodeEndsByTheClock();
    void startIsRefused_data();
    void startIsRefused();
    void tokenSaysWhoAndForWhat_data();
    void tokenSaysWhoAndForWhat();
    void tokenOfTheSecondVersionHasItsOwnNames();
    void idTokenIsForTheClient();
    void browserComesBackWithACode();
    void codeIsRefused_data();
    void codeIsRefused();
    void browserIsSentBack_data();
    void browserIsSentBack();
    void personIsToldWhereTheClientCannotBe_data();
    void personIsToldWhereTheClientCannotBe();
    void responseModeIsKept();
    void refreshTokenRotatesAndChangesResource();
    void guestHasAnotherObjectIdInAnotherTenant();
    void refreshIsRefused_data();
    void refreshIsRefused();
    void policyRefusesEverySignIn_data();
    void policyRefusesEverySignIn();
    void clientIsJudged_data();
    void clientIsJudged();
    void applicationSignsInWithItsSecret_data();
    void applicationSignsInWithItsSecret();
    void firstVersionSpeaksOfResources();
    void refusalsCanBeTracedBack();
    void methodsAndGrantsAreRefused_data();
    void methodsAndGrantsAreRefused();
    void azureDevOpsTakesAPersonOfItsTenant();
    void everythingIssuedCanBeSearchedFor();
};

void TestEntra::configurationNamesTheTenant_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("issuer"); // empty: refused
    QTest::addColumn<int>("code");
    const QString second = u"https://login.microsoftonline.com/%1/v2.0"_s.arg(contosoId);
    QTest::addRow("id, version 1") << contosoId + u"/.well-known/openid-configuration"_s
                                   << u"https://sts.windows.net/%1/"_s.arg(contosoId) << 0;
    QTest::addRow("id, version 2") << contosoId + u"/v2.0/.well-known/openid-configuration"_s << second << 0;
    QTest::addRow("first domain") << u"contoso.onmicrosoft.com/v2.0/.well-known/openid-configuration"_s
                                  << second << 0;
    QTest::addRow("domain of its people")
        << u"Contoso.Example/v2.0/.well-known/openid-configuration"_s << second << 0;
    for (const char *any : {"common", "organizations"})
        QTest::addRow("%s", any) << QString::fromLatin1(any) + u"/v2.0/.well-known/openid-configuration"_s
                                 << u"https://login.microsoftonline.com/{tenantid}/v2.0"_s << 0;
    QTest::addRow("unknown id") << u"99999999-aaaa-4bbb-8ccc-000000000001/.well-known/openid-configuration"_s
                                << QString() << 90002;
    QTest::addRow("unknown domain") << u"nobody.example/.well-known/openid-configuration"_s << QString()
                                    << 90002;
    QTest::addRow("no domain") << u"nobody/.well-known/openid-configuration"_s << QString() << 900023;
    QTest::addRow("no such address") << contosoId + u"/saml2"_s << QString() << 90014;
}

void TestEntra::configurationNamesTheTenant()
{
    QFETCH(QString, path);
    QFETCH(QString, issuer);
    QFETCH(int, code);
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), "GET", u"https://login.microsoftonline.com/"_s + path);
    QVERIFY(reply);
    QCOMPARE(codeOf(*reply), code);
    QCOMPARE(reply->json().value("issuer"_L1).toString(), issuer);
    if (code != 0)
        return;
    for (const char *name : {"authorization_endpoint", "token_endpoint"})
        QVERIFY(reply->json()
                    .value(QLatin1StringView(name))
                    .toString()
                    .startsWith("https://login.microsoftonline.com/"_L1));
}

void TestEntra::hostsAreDiscovered()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const auto reply =
        ask(server.url(), "GET",
            u"https://login.microsoftonline.com/common/discovery/instance?api-version=1.1"
            u"&authorization_endpoint=https://login.microsoftonline.com/common/oauth2/v2.0/authorize"_s);
    QVERIFY(reply);
    QCOMPARE(reply->json()["metadata"_L1][0]["preferred_network"_L1].toString(),
             u"login.microsoftonline.com"_s);
    const auto keys =
        ask(server.url(), "GET", u"https://login.microsoftonline.com/common/discovery/v2.0/keys"_s);
    QVERIFY(keys && keys->status == 200 && keys->json().contains("keys"_L1));
}

void TestEntra::deviceCodeTakesItsCourse_data()
{
    QTest::addColumn<InteractiveSignIn>("course");
    QTest::addColumn<QStringList>("answers"); // in order; empty text: tokens
    using DeviceCode = InteractiveSignIn::DeviceCode;
    const auto course = [](DeviceCode code, int pending, int slow) {
        InteractiveSignIn signIn;
        signIn.deviceCode = code;
        signIn.pendingPolls = pending;
        signIn.slowDowns = slow;
        return signIn;
    };
    const QString pending = u"authorization_pending"_s;
    QTest::addRow("at once") << course(DeviceCode::Completes, 0, 0) << QStringList{QString()};
    QTest::addRow("after a while") << course(DeviceCode::Completes, 2, 0)
                                   << QStringList{pending, pending, QString()};
    QTest::addRow("asked too often") << course(DeviceCode::Completes, 2, 1)
                                     << QStringList{u"slow_down"_s, pending, QString()};
    QTest::addRow("declined") << course(DeviceCode::Declined, 1, 0)
                              << QStringList{pending, u"authorization_declined"_s};
    QTest::addRow("expired") << course(DeviceCode::Expires, 1, 0)
                             << QStringList{pending, u"expired_token"_s, u"expired_token"_s};
    QTest::addRow("never typed") << course(DeviceCode::NeverTyped, 1, 0)
                                 << QStringList{pending, pending, pending, pending};
}

void TestEntra::deviceCodeTakesItsCourse()
{
    QFETCH(InteractiveSignIn, course);
    QFETCH(QStringList, answers);
    Scenario scenario = peopleScenario();
    scenario.world.signIn = course;
    SandboxServer server(scenario);
    QVERIFY(server.listen());
    const Reply start = posted(server, u"common"_s, u"oauth2/v2.0/devicecode"_s,
                               {{u"client_id"_s, signetClient}, {u"scope"_s, devOpsScope}});
    QCOMPARE(start.status, 200);
    QCOMPARE(start.json().value("user_code"_L1).toString().size(), 9);
    QCOMPARE(start.json().value("interval"_L1).toInt(), 5);
    QCOMPARE(start.json().value("expires_in"_L1).toInt(), 900);
    QVERIFY(
        start.json().value("message"_L1).toString().contains(start.json().value("user_code"_L1).toString()));
    for (const QString &answer : answers) {
        const Reply reply = polled(server, start.json().value("device_code"_L1).toString(), u"common"_s);
        QCOMPARE(reply.json().value("error"_L1).toString(), answer);
        QCOMPARE(reply.status, answer.isEmpty() ? 200 : 400);
        QCOMPARE(reply.json().contains("access_token"_L1), answer.isEmpty());
    }
}

void TestEntra::deviceCodeIsGoodOnceAndForItsClientAndTenant()
{
    Scenario scenario = peopleScenario();
    scenario.world.signIn.pendingPolls = 0;
    SandboxServer server(scenario);
    QVERIFY(server.listen());
    const QString code = started(server);
    QCOMPARE(polled(server, code, fabrikamId).json().value("error"_L1).toString(),
             u"bad_verification_code"_s);
    const Reply other = posted(server, u"organizations"_s, tokenPath,
                               {{u"grant_type"_s, deviceGrant},
                                {u"client_id"_s, u"04b07795-8ddb-461a-bbee-02f9e1bf7b46"_s},
                                {u"device_code"_s, code}});
    QCOMPARE(codeOf(other), 70018);
    QCOMPARE(polled(server, code).status, 200);
    QCOMPARE(codeOf(polled(server, code)), 70018);
    QCOMPARE(codeOf(polled(server, u"never issued"_s)), 70018);
}

void TestEntra::deviceCodeEndsByTheClock()
{
    Scenario scenario = peopleScenario();
    scenario.world.signIn.pendingPolls = 0;
    SandboxServer server(scenario);
    QVERIFY(server.listen());
    const QString code = started(server);
    server.world().advance(900);
    QCOMPARE(codeOf(polled(server, code)), 70020);
}

void TestEntra::startIsRefused_data()
{
    QTest::addColumn<QString>("tenant");
    QTest::addColumn<Form>("form");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("error");
    const auto form = [](const QString &client, const QString &scope) {
        return Form{{u"client_id"_s, client}, {u"scope"_s, scope}};
    };
    const QString any = u"organizations"_s;
    QTest::addRow("unknown client") << any << form(janeId, devOpsScope) << 700016 << u"unauthorized_client"_s;
    QTest::addRow("no client") << any << form({}, devOpsScope) << 900144 << u"invalid_request"_s;
    QTest::addRow("unknown tenant") << u"nobody.example"_s << form(signetClient, devOpsScope) << 90002
                                    << u"invalid_tenant"_s;
    QTest::addRow("no tenant") << u"nobody"_s << form(signetClient, devOpsScope) << 900023
                               << u"invalid_request"_s;
    QTest::addRow("no scope") << any << form(signetClient, {}) << 70011 << u"invalid_scope"_s;
    QTest::addRow("a resource, not a scope")
        << any << form(signetClient, devOpsId) << 70011 << u"invalid_scope"_s;
    QTest::addRow("the address of Azure DevOps")
        << any << form(signetClient, u"https://dev.azure.com/.default"_s) << 500011 << u"invalid_resource"_s;
    QTest::addRow("two resources") << any
                                   << form(signetClient,
                                           devOpsScope + u" https://graph.microsoft.com/User.Read"_s)
                                   << 28000 << u"invalid_request"_s;
}

void TestEntra::startIsRefused()
{
    QFETCH(QString, tenant);
    QFETCH(Form, form);
    QFETCH(int, code);
    QFETCH(QString, error);
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const Reply reply = posted(server, tenant, u"oauth2/v2.0/devicecode"_s, form);
    QCOMPARE(codeOf(reply), code);
    QCOMPARE(reply.status, 400);
    QCOMPARE(reply.json().value("error"_L1).toString(), error);
}

void TestEntra::tokenSaysWhoAndForWhat_data()
{
    QTest::addColumn<QString>("scope");
    QTest::addColumn<QString>("audience");
    QTest::addColumn<QString>("permissions");
    QTest::addRow("Azure DevOps") << devOpsScope << devOpsId << u"user_impersonation"_s;
    QTest::addRow("Azure DevOps, by its permission")
        << devOpsId + u"/user_impersonation"_s << devOpsId << u"user_impersonation"_s;
    QTest::addRow("Azure DevOps, by its address")
        << u"https://app.vssps.visualstudio.com/.default"_s << u"https://app.vssps.visualstudio.com"_s
        << u"user_impersonation"_s;
    QTest::addRow("Resource Manager") << u"https://management.azure.com/user_impersonation"_s
                                      << u"https://management.azure.com"_s << u"user_impersonation"_s;
    QTest::addRow("Resource Manager, two slashes")
        << u"https://management.core.windows.net//.default"_s << u"https://management.core.windows.net/"_s
        << u"user_impersonation"_s;
    QTest::addRow("Graph") << u"https://graph.microsoft.com/Application.Read.All"_s
                           << u"https://graph.microsoft.com"_s << u"Application.Read.All"_s;
    QTest::addRow("Graph, by its permission alone")
        << u"User.Read"_s << u"00000003-0000-0000-c000-000000000000"_s << u"User.Read"_s;
}

void TestEntra::tokenSaysWhoAndForWhat()
{
    QFETCH(QString, scope);
    QFETCH(QString, audience);
    QFETCH(QString, permissions);
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const QJsonObject tokens = signedIn(server, contosoId, scope);
    QVERIFY(!tokens.contains("refresh_token"_L1)); // offline_access was not asked for
    QVERIFY(!tokens.contains("id_token"_L1));
    QCOMPARE(tokens.value("token_type"_L1).toString(), u"Bearer"_s);
    const QJsonObject claims = claimsIn(server, tokens);
    QCOMPARE(claims.value("aud"_L1).toString(), audience);
    QCOMPARE(claims.value("scp"_L1).toString(), permissions);
    QCOMPARE(claims.value("oid"_L1).toString(), janeId);
    QCOMPARE(claims.value("tid"_L1).toString(), contosoId);
    QCOMPARE(claims.value("idtyp"_L1).toString(), u"user"_s);
    QCOMPARE(claims.value("appid"_L1).toString(), signetClient);
    QCOMPARE(claims.value("upn"_L1).toString(), u"jane@contoso.example"_s);
    QCOMPARE(claims.value("unique_name"_L1).toString(), u"jane@contoso.example"_s);
    QCOMPARE(claims.value("name"_L1).toString(), u"Jane Doe"_s);
    QCOMPARE(claims.value("ver"_L1).toString(), u"1.0"_s);
    QCOMPARE(claims.value("iss"_L1).toString(), u"https://sts.windows.net/%1/"_s.arg(contosoId));
    QVERIFY(claims.value("sub"_L1) != claims.value("oid"_L1));
    QVERIFY(!claims.contains("idp"_L1));
    QCOMPARE(claims.value("exp"_L1).toInteger() - server.world().clock,
             tokens.value("expires_in"_L1).toInteger());
}

void TestEntra::tokenOfTheSecondVersionHasItsOwnNames()
{
    const World world = peopleScenario().world;
    const auto claims = verifiedClaims(world,
                                       issuePersonToken(world, world.persons.front(), contosoId, signetClient,
                                                        signetClient, u"read"_s, TokenVersion::Second));
    QVERIFY(claims);
    QCOMPARE(claims->value("ver"_L1).toString(), u"2.0"_s);
    QCOMPARE(claims->value("azp"_L1).toString(), signetClient);
    QCOMPARE(claims->value("preferred_username"_L1).toString(), u"jane@contoso.example"_s);
    QCOMPARE(claims->value("iss"_L1).toString(),
             u"https://login.microsoftonline.com/%1/v2.0"_s.arg(contosoId));
    for (const char *first : {"appid", "upn", "unique_name"})
        QVERIFY(!claims->contains(QLatin1StringView(first)));
}

void TestEntra::idTokenIsForTheClient()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const QJsonObject tokens = signedIn(server);
    const QJsonObject claims = claimsIn(server, tokens, "id_token"_L1);
    QCOMPARE(claims.value("aud"_L1).toString(), signetClient);
    QCOMPARE(claims.value("oid"_L1).toString(), janeId);
    const QJsonObject account =
        QJsonDocument::fromJson(QByteArray::fromBase64(tokens.value("client_info"_L1).toString().toLatin1(),
                                                       QByteArray::Base64UrlEncoding))
            .object();
    QCOMPARE(account.value("uid"_L1).toString(), janeId);
    QCOMPARE(account.value("utid"_L1).toString(), contosoId);
}

void TestEntra::browserComesBackWithACode()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const Reply back = authorized(server, authorization());
    QCOMPARE(back.status, 302);
    QVERIFY(back.header("Location").startsWith("http://localhost:51234?code="));
    QCOMPARE(sentBackWith(back).queryItemValue(u"state"_s, QUrl::FullyDecoded), u"a state & more"_s);
    const Reply reply = posted(server, u"organizations"_s, tokenPath, redemption(codeIn(back)));
    QVERIFY2(reply.status == 200, reply.body);
    QCOMPARE(claimsIn(server, reply.json()).value("oid"_L1).toString(), janeId);
    QCOMPARE(claimsIn(server, reply.json(), "id_token"_L1).value("nonce"_L1).toString(), u"once"_s);
    QVERIFY(reply.json().contains("refresh_token"_L1));
}

void TestEntra::codeIsRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<int>("seconds"); // between code and token
    QTest::addColumn<int>("code");
    QTest::addRow("wrong verifier") << u"code_verifier"_s << verifier + u'x' << 0 << 501481;
    QTest::addRow("no verifier") << u"code_verifier"_s << QString() << 0 << 501481;
    QTest::addRow("the challenge instead of the verifier")
        << u"code_verifier"_s << challenge() << 0 << 501481;
    QTest::addRow("another port") << u"redirect_uri"_s << u"http://localhost:51235"_s << 0 << 500112;
    QTest::addRow("another client") << u"client_id"_s << u"04b07795-8ddb-461a-bbee-02f9e1bf7b46"_s << 0
                                    << 70000;
    QTest::addRow("another code") << u"code"_s << u"made-up"_s << 0 << 70000;
    QTest::addRow("too late") << u"code_verifier"_s << verifier << 600 << 70008;
}

void TestEntra::codeIsRefused()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(int, seconds);
    QFETCH(int, code);
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const Form good = redemption(codeIn(authorized(server, authorization())));
    server.world().advance(seconds);
    Form form = good;
    set(&form, name, value);
    const Reply reply = posted(server, u"organizations"_s, tokenPath, form);
    QCOMPARE(codeOf(reply), code);
    QCOMPARE(reply.json().value("error"_L1).toString(), u"invalid_grant"_s);
    if (seconds != 0)
        return;
    // A failed attempt does not spend the code; a good one does.
    QCOMPARE(posted(server, u"organizations"_s, tokenPath, good).status, 200);
    QCOMPARE(codeOf(posted(server, u"organizations"_s, tokenPath, good)), 54005);
}

void TestEntra::browserIsSentBack_data()
{
    QTest::addColumn<Form>("form");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("error"); // empty: a code
    const auto with = [](const QString &name, const QString &value) {
        Form form = authorization();
        set(&form, name, value);
        return form;
    };
    const Change nothing = [](World &) { };
    const Change nobody = [](World &world) { world.administrator.clear(); };
    const Change declined = [](World &world) { world.signIn.browser = InteractiveSignIn::Browser::Declined; };
    QTest::addRow("as asked") << authorization() << nothing << QString();
    QTest::addRow("another person") << with(u"login_hint"_s, u"OMAR@contoso.example"_s) << nothing
                                    << QString();
    QTest::addRow("in silence") << with(u"prompt"_s, u"none"_s) << nothing << QString();
    QTest::addRow("in silence, nobody there")
        << with(u"prompt"_s, u"none"_s) << nobody << u"login_required"_s;
    QTest::addRow("declined") << authorization() << declined << u"access_denied"_s;
    QTest::addRow("kept out") << authorization() << Change([](World &world) { world.signIn.refusal = 53003; })
                              << u"invalid_grant"_s;
    QTest::addRow("more is wanted, in silence")
        << with(u"prompt"_s, u"none"_s) << Change([](World &world) { world.signIn.refusal = 50076; })
        << u"interaction_required"_s;
    QTest::addRow("consent wanted, in silence") << with(u"prompt"_s, u"none"_s) << Change([](World &world) {
        world.applications.front().consented = false;
    }) << u"consent_required"_s;
    QTest::addRow("nobody may consent")
        << authorization() << Change([](World &world) { world.applications.front().consented = false; })
        << u"access_denied"_s;
    QTest::addRow("a token at once") << with(u"response_type"_s, u"token"_s) << nothing
                                     << u"unsupported_response_type"_s;
    QTest::addRow("unknown challenge")
        << with(u"code_challenge_method"_s, u"S512"_s) << nothing << u"invalid_request"_s;
    QTest::addRow("unknown resource")
        << with(u"scope"_s, u"https://dev.azure.com/.default"_s) << nothing << u"invalid_resource"_s;
}

void TestEntra::browserIsSentBack()
{
    QFETCH(Form, form);
    QFETCH(Change, change);
    QFETCH(QString, error);
    SandboxServer server(peopleScenario());
    change(server.world());
    QVERIFY(server.listen());
    const Reply reply = authorized(server, form);
    QCOMPARE(reply.status, 302);
    QCOMPARE(sentBackWith(reply).queryItemValue(u"error"_s), error);
    QCOMPARE(codeIn(reply).isEmpty(), !error.isEmpty());
    QCOMPARE(sentBackWith(reply).queryItemValue(u"state"_s, QUrl::FullyDecoded), u"a state & more"_s);
    QCOMPARE(sentBackWith(reply).queryItemValue(u"error_description"_s).startsWith("AADSTS"_L1),
             !error.isEmpty());
    const auto hint = std::find_if(form.begin(), form.end(),
                                   [](const auto &pair) { return pair.first == "login_hint"_L1; });
    if (hint != form.end()) {
        const Reply tokens = posted(server, u"organizations"_s, tokenPath, redemption(codeIn(reply)));
        QCOMPARE(claimsIn(server, tokens.json()).value("oid"_L1).toString(), omarId);
    }
}

void TestEntra::personIsToldWhereTheClientCannotBe_data()
{
    QTest::addColumn<QString>("tenant");
    QTest::addColumn<QString>("client");
    QTest::addColumn<QString>("redirectUri");
    QTest::addColumn<QString>("told"); // empty: it is registered
    const QString any = u"organizations"_s;
    QTest::addRow("any port") << any << signetClient << u"http://localhost:1"_s << QString();
    QTest::addRow("with the slash") << any << signetClient << u"http://localhost:1/"_s << QString();
    QTest::addRow("registered number")
        << any << signetClient << u"http://127.0.0.1:9/signed-in"_s << QString();
    QTest::addRow("Azure CLI") << any << u"04b07795-8ddb-461a-bbee-02f9e1bf7b46"_s
                               << u"http://localhost:8400"_s << QString();
    QTest::addRow("another path") << any << signetClient << u"http://localhost:1/elsewhere"_s
                                  << u"AADSTS50011"_s;
    QTest::addRow("number without its path")
        << any << signetClient << u"http://127.0.0.1:9"_s << u"AADSTS50011"_s;
    QTest::addRow("version 6") << any << signetClient << u"http://[::1]:9"_s << u"AADSTS50011"_s;
    QTest::addRow("another host") << any << signetClient << u"http://evil.example"_s << u"AADSTS50011"_s;
    QTest::addRow("none") << any << signetClient << QString() << u"AADSTS50011"_s;
    QTest::addRow("unknown client") << any << janeId << u"http://localhost:1"_s << u"AADSTS700016"_s;
    QTest::addRow("stranger in the tenant")
        << northwindId << signetClient << u"http://localhost:1"_s << u"AADSTS50020"_s;
}

void TestEntra::personIsToldWhereTheClientCannotBe()
{
    QFETCH(QString, tenant);
    QFETCH(QString, client);
    QFETCH(QString, redirectUri);
    QFETCH(QString, told);
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    Form form = authorization();
    set(&form, u"client_id"_s, client);
    set(&form, u"redirect_uri"_s, redirectUri);
    const Reply reply = authorized(server, form, tenant);
    QCOMPARE(reply.status, told.isEmpty() ? 302 : 200);
    QCOMPARE(reply.header("Location").isEmpty(), !told.isEmpty());
    QVERIFY2(reply.body.contains(told.toUtf8()), reply.body);
}

void TestEntra::responseModeIsKept()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    Form form = authorization();
    set(&form, u"response_mode"_s, u"fragment"_s);
    QVERIFY(authorized(server, form).header("Location").startsWith("http://localhost:51234#code="));
    set(&form, u"response_mode"_s, u"form_post"_s);
    const Reply posted = authorized(server, form);
    QCOMPARE(posted.status, 200);
    QVERIFY(posted.body.contains("action=\"http://localhost:51234\""));
    QVERIFY(posted.body.contains("value=\"a state &amp; more\""));
    server.world().signIn.browser = InteractiveSignIn::Browser::Abandoned;
    QCOMPARE(authorized(server, authorization()).header("Location"), QByteArray());
}

void TestEntra::refreshTokenRotatesAndChangesResource()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    QString refreshToken = signedIn(server).value("refresh_token"_L1).toString();
    const QString first = refreshToken;
    for (const auto &[scope, audience] :
         {std::pair(u"https://management.azure.com/.default offline_access"_s, Audience::ResourceManager),
          std::pair(u"https://graph.microsoft.com/.default offline_access"_s, Audience::Graph),
          std::pair(devOpsScope + u" offline_access"_s, Audience::AzureDevOps)}) {
        const Reply reply = refreshed(server, refreshToken, u"organizations"_s, scope);
        QVERIFY2(reply.status == 200, reply.body);
        QVERIFY(audienceOf(claimsIn(server, reply.json()).value("aud"_L1).toString()) == audience);
        QVERIFY(reply.json().value("refresh_token"_L1).toString() != refreshToken);
        refreshToken = reply.json().value("refresh_token"_L1).toString();
    }
    QCOMPARE(refreshed(server, first).status, 200);
    QCOMPARE(refreshed(server,
                       QString::fromLatin1(
                           issueRefreshToken(server.world(), server.world().persons[1], signetClient)))
                 .status,
             200);
}

void TestEntra::guestHasAnotherObjectIdInAnotherTenant()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const QString refreshToken = signedIn(server).value("refresh_token"_L1).toString();
    const Reply reply = refreshed(server, refreshToken, fabrikamId);
    QVERIFY2(reply.status == 200, reply.body);
    const QJsonObject claims = claimsIn(server, reply.json());
    QCOMPARE(claims.value("tid"_L1).toString(), fabrikamId);
    QCOMPARE(claims.value("oid"_L1).toString(), objectIdIn(server.world().persons.front(), fabrikamId));
    QVERIFY(claims.value("oid"_L1).toString() != janeId);
    QCOMPARE(claims.value("idp"_L1).toString(), u"https://sts.windows.net/%1/"_s.arg(contosoId));
    QCOMPARE(claims.value("upn"_L1).toString(), u"jane_contoso.example#EXT#@fabrikam.onmicrosoft.com"_s);
}

void TestEntra::refreshIsRefused_data()
{
    QTest::addColumn<QString>("tenant");
    QTest::addColumn<QString>("client");
    QTest::addColumn<Change>("change"); // after the sign-in
    QTest::addColumn<int>("code");
    const QString any = u"organizations"_s;
    const Change nothing = [](World &) { };
    QTest::addRow("tenant without the person") << northwindId << signetClient << nothing << 50020;
    QTest::addRow("unknown tenant") << u"nobody.example"_s << signetClient << nothing << 90002;
    QTest::addRow("another client") << any << u"04b07795-8ddb-461a-bbee-02f9e1bf7b46"_s << nothing << 70000;
    QTest::addRow("after 90 days") << any << signetClient
                                   << Change([](World &world) { world.advance(90 * 86400); }) << 700082;
    QTest::addRow("revoked") << any << signetClient << Change([](World &world) {
        world.advance(60);
        world.persons.front().sessionsRevokedAt = world.clock;
    }) << 50173;
    QTest::addRow("the person is gone")
        << any << signetClient << Change([](World &world) { world.persons.clear(); }) << 50034;
    QTest::addRow("of another world")
        << any << signetClient << Change([](World &world) { world.signingKey = "other"; }) << 70000;
    QTest::addRow("no consent") << any << signetClient
                                << Change([](World &world) { world.applications.front().consented = false; })
                                << 65001;
}

void TestEntra::refreshIsRefused()
{
    QFETCH(QString, tenant);
    QFETCH(QString, client);
    QFETCH(Change, change);
    QFETCH(int, code);
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const QString refreshToken = signedIn(server).value("refresh_token"_L1).toString();
    change(server.world());
    const Reply reply = refreshed(server, refreshToken, tenant, devOpsScope, client);
    QCOMPARE(codeOf(reply), code);
    QCOMPARE(reply.status, 400);
    QVERIFY(!reply.json().contains("access_token"_L1));
}

void TestEntra::policyRefusesEverySignIn_data()
{
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("error");
    QTest::addRow("blocked") << 53003 << u"invalid_grant"_s;
    QTest::addRow("second factor") << 50076 << u"interaction_required"_s;
    QTest::addRow("second factor not set up") << 50079 << u"interaction_required"_s;
    QTest::addRow("device") << 53000 << u"interaction_required"_s;
    QTest::addRow("sign-in frequency") << 70043 << u"invalid_grant"_s;
    QTest::addRow("not assigned") << 50105 << u"invalid_grant"_s;
    QTest::addRow("a code without words here") << 81010 << u"invalid_grant"_s;
}

void TestEntra::policyRefusesEverySignIn()
{
    QFETCH(int, code);
    QFETCH(QString, error);
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const QString refreshToken = signedIn(server).value("refresh_token"_L1).toString();
    const QString authorizationCode = codeIn(authorized(server, authorization()));
    server.world().signIn.refusal = code;
    for (const Reply &reply :
         {refreshed(server, refreshToken), polled(server, started(server)),
          posted(server, u"organizations"_s, tokenPath, redemption(authorizationCode))}) {
        QCOMPARE(codeOf(reply), code);
        QCOMPARE(reply.json().value("error"_L1).toString(), error);
    }
}

void TestEntra::clientIsJudged_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("tenant");
    QTest::addColumn<int>("code");
    QTest::addColumn<int>("status");
    const QString any = u"organizations"_s;
    QTest::addRow("no public client flows")
        << Change([](World &world) { world.applications.front().publicClient = false; }) << any << 7000218
        << 401;
    QTest::addRow("deleted") << Change([](World &world) { world.applications.clear(); }) << any << 700016
                             << 400;
    QTest::addRow("of one tenant, at home")
        << Change([](World &world) { world.applications.front().multiTenant = false; }) << contosoId << 0
        << 200;
    QTest::addRow("of one tenant, elsewhere")
        << Change([](World &world) { world.applications.front().multiTenant = false; }) << fabrikamId
        << 700016 << 400;
    QTest::addRow("of one tenant, anywhere")
        << Change([](World &world) { world.applications.front().multiTenant = false; }) << any << 50194
        << 400;
    QTest::addRow("not consented") << Change([](World &world) {
        world.applications.front().consented = false;
    }) << any << 65001 << 400;
}

void TestEntra::clientIsJudged()
{
    QFETCH(Change, change);
    QFETCH(QString, tenant);
    QFETCH(int, code);
    QFETCH(int, status);
    Scenario scenario = peopleScenario();
    scenario.world.signIn.pendingPolls = 0;
    SandboxServer server(scenario);
    QVERIFY(server.listen());
    const QString deviceCode = started(server, tenant);
    change(server.world());
    const Reply reply = polled(server, deviceCode, tenant);
    QCOMPARE(codeOf(reply), code);
    QCOMPARE(reply.status, status);
}

void TestEntra::applicationSignsInWithItsSecret_data()
{
    QTest::addColumn<QString>("tenant");
    QTest::addColumn<QString>("client");
    QTest::addColumn<QString>("secret");
    QTest::addColumn<QString>("scope");
    QTest::addColumn<int>("code");
    const QString right = u"not-a-real-secret"_s;
    QTest::addRow("right") << contosoId << daemonClient << right << devOpsScope << 0;
    QTest::addRow("wrong secret") << contosoId << daemonClient << u"guess"_s << devOpsScope << 7000215;
    QTest::addRow("no secret") << contosoId << daemonClient << QString() << devOpsScope << 7000218;
    QTest::addRow("the client has none") << contosoId << signetClient << right << devOpsScope << 7000215;
    QTest::addRow("a permission") << contosoId << daemonClient << right << devOpsId + u"/user_impersonation"_s
                                  << 1002012;
    QTest::addRow("no scope") << contosoId << daemonClient << right << QString() << 900144;
    QTest::addRow("unknown resource")
        << contosoId << daemonClient << right << u"https://dev.azure.com/.default"_s << 500011;
    QTest::addRow("tenant without its principal")
        << fabrikamId << daemonClient << right << devOpsScope << 7000229;
    QTest::addRow("no tenant") << u"common"_s << daemonClient << right << devOpsScope << 7000229;
}

void TestEntra::applicationSignsInWithItsSecret()
{
    QFETCH(QString, tenant);
    QFETCH(QString, client);
    QFETCH(QString, secret);
    QFETCH(QString, scope);
    QFETCH(int, code);
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const Form form{{u"grant_type"_s, u"client_credentials"_s}, {u"scope"_s, scope}};
    Form inBody = form;
    inBody.append(std::pair(u"client_id"_s, client));
    inBody.append(std::pair(u"client_secret"_s, secret));
    const Headers basic{{"Authorization", "Basic " + (client + u':' + secret).toUtf8().toBase64()}};
    for (const Reply &reply :
         {posted(server, tenant, tokenPath, inBody), posted(server, tenant, tokenPath, form, basic)}) {
        QCOMPARE(codeOf(reply), code);
        if (code != 0)
            continue;
        const QJsonObject claims = claimsIn(server, reply.json());
        QCOMPARE(claims.value("oid"_L1).toString(), u"44444444-aaaa-4bbb-8ccc-000000000002"_s);
        QCOMPARE(claims.value("idtyp"_L1).toString(), u"app"_s);
        QVERIFY(!claims.contains("scp"_L1));
        QVERIFY(!reply.json().contains("refresh_token"_L1));
    }
}

void TestEntra::firstVersionSpeaksOfResources()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const QString refreshToken = signedIn(server).value("refresh_token"_L1).toString();
    Form form{{u"grant_type"_s, u"refresh_token"_s},
              {u"client_id"_s, signetClient},
              {u"refresh_token"_s, refreshToken}};
    QCOMPARE(codeOf(posted(server, contosoId, u"oauth2/token"_s, form)), 900144);
    set(&form, u"resource"_s, u"https://management.core.windows.net/"_s);
    const QJsonObject tokens = posted(server, contosoId, u"oauth2/token"_s, form).json();
    QCOMPARE(claimsIn(server, tokens).value("aud"_L1).toString(), u"https://management.core.windows.net/"_s);
    QVERIFY(tokens.value("expires_in"_L1).isString() && tokens.value("expires_on"_L1).isString());
    QVERIFY(tokens.contains("refresh_token"_L1));
    form = {{u"grant_type"_s, u"client_credentials"_s},
            {u"client_id"_s, daemonClient},
            {u"client_secret"_s, u"not-a-real-secret"_s},
            {u"resource"_s, devOpsId}};
    QCOMPARE(claimsIn(server, posted(server, contosoId, u"oauth2/token"_s, form).json())
                 .value("aud"_L1)
                 .toString(),
             devOpsId);
}

void TestEntra::refusalsCanBeTracedBack()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const QByteArray id = "5b2f7d1e-0000-4111-8222-333344445555";
    const Reply reply = posted(server, u"organizations"_s, tokenPath,
                               {{u"grant_type"_s, u"refresh_token"_s},
                                {u"client_id"_s, signetClient},
                                {u"refresh_token"_s, u"1.made.up"_s}},
                               {{"client-request-id", id}, {"return-client-request-id", "true"}});
    const QJsonObject body = reply.json();
    QCOMPARE(body.value("correlation_id"_L1).toString(), QString::fromLatin1(id));
    QCOMPARE(reply.header("client-request-id"), id);
    QCOMPARE(body.value("trace_id"_L1).toString(), QString::fromLatin1(reply.header("x-ms-request-id")));
    QCOMPARE(body.value("timestamp"_L1).toString(), u"2026-09-21 14:13:20Z"_s);
    const QString text = body.value("error_description"_L1).toString();
    QVERIFY(text.startsWith("AADSTS70000: "_L1));
    QVERIFY(text.contains(u"Correlation ID: "_s + QString::fromLatin1(id)));
    QCOMPARE(reply.header("Content-Type"), QByteArray("application/json; charset=utf-8"));
    const Reply again = posted(server, u"organizations"_s, tokenPath, {});
    QVERIFY(again.json().value("trace_id"_L1) != body.value("trace_id"_L1));
}

void TestEntra::methodsAndGrantsAreRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<Form>("form");
    QTest::addColumn<int>("code");
    const auto grant = [](const QString &type) {
        return Form{{u"client_id"_s, signetClient}, {u"grant_type"_s, type}};
    };
    QTest::addRow("GET of tokens") << QByteArray("GET") << tokenPath << Form() << 900561;
    QTest::addRow("GET of a device code")
        << QByteArray("GET") << u"oauth2/v2.0/devicecode"_s << Form() << 900561;
    QTest::addRow("POST of the page") << QByteArray("POST") << u"oauth2/v2.0/authorize"_s << Form() << 90014;
    QTest::addRow("password") << QByteArray("POST") << tokenPath << grant(u"password"_s) << 70003;
    QTest::addRow("no grant") << QByteArray("POST") << tokenPath << grant({}) << 900144;
    QTest::addRow("no client") << QByteArray("POST") << tokenPath
                               << Form{{u"grant_type"_s, u"refresh_token"_s}} << 900144;
}

void TestEntra::methodsAndGrantsAreRefused()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(Form, form);
    QFETCH(int, code);
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const auto reply = ask(server.url(), method, u"https://login.microsoftonline.com/common/"_s + path, {},
                           encoded(form).toUtf8());
    QVERIFY(reply);
    QCOMPARE(codeOf(*reply), code);
}

void TestEntra::azureDevOpsTakesAPersonOfItsTenant()
{
    SandboxServer server(peopleScenario());
    Member member;
    member.kind = Member::Kind::User;
    member.objectId = janeId;
    member.storageKey = stableGuid(u"storage key of Jane"_s);
    member.displayName = u"Jane Doe"_s;
    server.world().organizations.front().members.push_back(member);
    QVERIFY(server.listen());
    const QString url = u"https://dev.azure.com/contoso/_apis/connectionData?api-version=7.1-preview.1"_s;
    const QString refreshToken = signedIn(server).value("refresh_token"_L1).toString();
    const auto statusWith = [&](const QJsonObject &tokens) {
        const Headers headers{
            {"Authorization", "Bearer " + tokens.value("access_token"_L1).toString().toLatin1()},
            {"X-TFS-FedAuthRedirect", "Suppress"}};
        return ask(server.url(), "GET", url, headers)->status;
    };
    QCOMPARE(statusWith(refreshed(server, refreshToken).json()), 200);
    QCOMPARE(statusWith(refreshed(server, refreshToken, fabrikamId).json()), 401);
    QCOMPARE(
        statusWith(
            refreshed(server, refreshToken, contosoId, u"https://graph.microsoft.com/.default"_s).json()),
        401);
}

void TestEntra::everythingIssuedCanBeSearchedFor()
{
    SandboxServer server(peopleScenario());
    QVERIFY(server.listen());
    const QJsonObject tokens = signedIn(server);
    for (const char *name : {"access_token", "refresh_token", "id_token"}) {
        const QByteArray token = tokens.value(QLatin1StringView(name)).toString().toLatin1();
        QVERIFY2(token.contains("c2lnbmV0LXNhbmRib3gtdG9rZW4"), name);
        QVERIFY2(server.issuedTokens().contains(token), name);
    }
    // One is never taken for the other.
    QVERIFY(!verifiedClaims(server.world(), tokens.value("refresh_token"_L1).toString().toLatin1()));
    QVERIFY(!refreshGrant(server.world(), tokens.value("access_token"_L1).toString().toLatin1()));
    QVERIFY(refreshGrant(server.world(), tokens.value("refresh_token"_L1).toString().toLatin1()));
    for (const SeenRequest &seen : server.requests())
        QVERIFY(!seen.query.contains("signet"_L1));
}

QTEST_GUILESS_MAIN(TestEntra)
#include "tst_entra.moc"
