#include "core/principal/tenants.h"
#include "core/sandbox/sandboxserver.h"
#include "core/sandbox/world/directory.h"
#include "core/sandbox/world/signedinperson.h"
#include "core/signin/browsersignin.h"
#include "core/signin/devicecodesignin.h"
#include "core/signin/entrasignin.h"
#include "tests/support/await.h"
#include "tests/support/words.h"

#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSet>
#include <QTest>
#include <QUrlQuery>

using namespace Qt::StringLiterals;
using namespace signet;

// Signing in at the simulated Entra, over loopback.

namespace {

const QString clientId = u"5f0e6d3c-1b2a-4c3d-8e4f-9a0b1c2d3e4f"_s;
const QString otherTenant = u"f00dfeed-0000-4000-8000-000000000001"_s;

class Azure {
public:
    Azure()
        : server(*sandbox::Scenario::named(u"healthy"_s))
    {
        sandbox::Application application;
        application.name = u"Signet at Contoso"_s;
        application.tenantId = person().tenantId;
        application.clientId = clientId;
        application.publicClient = true;
        application.redirectUris = {u"http://localhost"_s};
        world().applications.push_back(application);
        sandbox::Tenant guests;
        guests.id = otherTenant;
        guests.name = u"Guests"_s;
        world().tenants.push_back(guests);
        person().guestOf.append(otherTenant);
        if (!server.listen())
            qFatal("cannot listen on loopback");
    }

    sandbox::World &world() { return server.world(); }
    sandbox::Person &person()
    {
        for (sandbox::Person &one : world().persons) {
            if (one.objectId == world().administrator)
                return one;
        }
        qFatal("nobody is an administrator");
    }
    Http http()
    {
        // Waits on a machine of data take no time.
        if (!m_host) {
            HostImage image;
            image.clock = world().clock;
            m_host = Host::from(image);
        }
        NetSettings settings;
        settings.simulatedAzure = server.url();
        m_http = Http(*m_host, settings);
        return *m_http;
    }
    const QList<Exchange> exchanges() const { return m_http->exchanges(); }
    EntraClient client(const QString &tenant = {}) const { return *entraClient(clientId, tenant); }
    StoredSignIn kept()
    {
        const QJsonObject person = sandbox::signedInPerson(world());
        StoredSignIn stored;
        stored.method = SignInMethod::Browser;
        stored.account.tenantId = person["tenantId"_L1].toString();
        stored.clientId = person["clientId"_L1].toString();
        stored.secret = Secret(person["refreshToken"_L1].toString().toUtf8());
        return stored;
    }
    int requestsTo(const QString &path) const
    {
        int count = 0;
        for (const sandbox::SeenRequest &seen : server.requests())
            count += seen.path.endsWith(path) ? 1 : 0;
        return count;
    }

    sandbox::SandboxServer server;

private:
    std::optional<Host> m_host;
    std::optional<Http> m_http;
};

// A way whose tokens do not say how long they last.
class EndlessSignIn final : public SignIn {
public:
    explicit EndlessSignIn(const Host &host)
        : SignIn(host, SignInMethod::ManagedIdentity, {})
    {
    }

    int asked = 0;

protected:
    QCoro::Task<Result<Fresh>> ask(Resource resource, std::stop_token) override
    {
        ++asked;
        Fresh fresh;
        fresh.credential = Credential::bearer(resource, Secret(QByteArray("opaque")));
        co_return fresh;
    }
};

// A browser: follows the sign-in page's redirect, and may do more before.
class Browser : public QObject {
public:
    explicit Browser(const QUrl &azure)
        : m_azure(azure)
    {
        m_network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        m_network.setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    }

    void open(const QUrl &address)
    {
        opened = address;
        QUrl there = address;
        there.setScheme(m_azure.scheme());
        there.setHost(m_azure.host());
        there.setPort(m_azure.port());
        QNetworkRequest request(there);
        request.setRawHeader("Host", address.host().toLatin1());
        QNetworkReply *page = m_network.get(request);
        connect(page, &QNetworkReply::finished, this, [this, page] {
            const QUrl back(QString::fromLatin1(page->rawHeader("Location")));
            page->deleteLater();
            if (back.isValid() && back.host() == "localhost"_L1)
                visit(back, visits);
        });
    }

    int visits = 1; // of the redirect
    QUrl opened;
    QList<int> statuses;
    QByteArray lastPage;

private:
    void visit(const QUrl &address, int times)
    {
        QNetworkReply *page = m_network.get(QNetworkRequest(address));
        connect(page, &QNetworkReply::finished, this, [this, page, address, times] {
            statuses.append(page->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt());
            lastPage = page->readAll();
            page->deleteLater();
            if (times > 1)
                visit(address, times - 1);
        });
    }

    QUrl m_azure;
    QNetworkAccessManager m_network;
};

Result<SharedSignIn> byCode(Azure &azure, const EntraClient &client, DeviceCodePrompt *seen = nullptr,
                            std::stop_token stop = {})
{
    const std::function<void(DeviceCodePrompt)> prompt = [seen](const DeviceCodePrompt &given) {
        if (seen)
            *seen = given;
    };
    return await(signInWithDeviceCode(azure.http(), client, prompt, stop));
}

} // namespace

class TestEntraSignIn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aCodeThatIsTypedSignsIn_data()
    {
        QTest::addColumn<int>("pending");
        QTest::addColumn<int>("slowDowns");
        QTest::addColumn<QString>("tenant");
        QTest::addRow("typed at once") << 0 << 0 << QString();
        QTest::addRow("after a while") << 3 << 0 << QString();
        QTest::addRow("asked too often") << 3 << 2 << QString();
        QTest::addRow("in a tenant by its domain") << 1 << 0 << u"contoso.example"_s;
        QTest::addRow("in a tenant as a guest") << 1 << 0 << otherTenant;
    }

    void aCodeThatIsTypedSignsIn()
    {
        QFETCH(int, pending);
        QFETCH(int, slowDowns);
        QFETCH(QString, tenant);
        Azure azure;
        azure.world().signIn.pendingPolls = pending;
        azure.world().signIn.slowDowns = slowDowns;
        DeviceCodePrompt prompt;
        const auto signIn = byCode(azure, azure.client(tenant), &prompt);
        if (!signIn)
            QFAIL(qPrintable(signIn.problem().findingId.toString()));
        QVERIFY(!prompt.userCode.isEmpty());
        QCOMPARE(prompt.address.scheme(), u"https"_s);
        QVERIFY(prompt.expiresIn.count() >= 60);
        const Account account = (*signIn)->account();
        QCOMPARE(account.displayName, azure.person().name);
        const QString expected = tenant == otherTenant ? otherTenant : azure.person().tenantId;
        QCOMPARE(account.tenantId, expected);
        QCOMPARE(account.objectId, sandbox::objectIdIn(azure.person(), expected));
        QCOMPARE(account.kind, u"person"_s);
        QCOMPARE(word((*signIn)->method()), u"device-code"_s);
        // One request for the code, one for each question; the first token is there already.
        QCOMPARE(azure.server.requests().size(), 2 + pending);
        QVERIFY(await((*signIn)->credential(Resource::AzureDevOps, {})));
        QCOMPARE(azure.server.requests().size(), 2 + pending);
    }

    void aCodeThatIsNotTypedSaysWhy_data()
    {
        using DeviceCode = sandbox::InteractiveSignIn::DeviceCode;
        QTest::addColumn<DeviceCode>("course");
        QTest::addColumn<QString>("reason");
        QTest::addRow("declined") << DeviceCode::Declined << u"declined"_s;
        QTest::addRow("expired at Entra") << DeviceCode::Expires << u"expired"_s;
        QTest::addRow("never typed") << DeviceCode::NeverTyped << u"expired"_s;
    }

    void aCodeThatIsNotTypedSaysWhy()
    {
        QFETCH(sandbox::InteractiveSignIn::DeviceCode, course);
        QFETCH(QString, reason);
        Azure azure;
        azure.world().signIn.deviceCode = course;
        const auto signIn = byCode(azure, azure.client());
        QVERIFY(!signIn);
        QCOMPARE(signIn.problem().findingId.toString(), u"device-code-not-completed"_s);
        QVERIFY2(signIn.problem().evidence["reason"_L1].toString().contains(reason),
                 qPrintable(signIn.problem().evidence["reason"_L1].toString()));
    }

    void refusalsLeadToTheirFindings_data()
    {
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("finding");
        QTest::addRow("50076 MFA") << 50076 << u"sign-in-interaction-required"_s;
        QTest::addRow("50079 enrolment") << 50079 << u"sign-in-interaction-required"_s;
        QTest::addRow("53003 policy") << 53003 << u"conditional-access-blocked"_s;
        QTest::addRow("53000 device") << 53000 << u"conditional-access-blocked"_s;
        QTest::addRow("65001 consent") << 65001 << u"consent-missing"_s;
        QTest::addRow("50020 other directory") << 50020 << u"wrong-account-signed-in"_s;
        QTest::addRow("700016 unknown app") << 700016 << u"app-not-in-tenant"_s;
        QTest::addRow("7000218 not public") << 7000218 << u"app-registration-not-public"_s;
        QTest::addRow("70043 too old") << 70043 << u"sign-in-expired"_s;
        QTest::addRow("500011 resource") << 500011 << u"resource-not-in-tenant"_s;
        QTest::addRow("50105 not assigned") << 50105 << u"entra-app-blocked"_s;
    }

    void refusalsLeadToTheirFindings()
    {
        QFETCH(int, code);
        QFETCH(QString, finding);
        Azure azure;
        azure.world().signIn.refusal = code;
        const auto byDevice = byCode(azure, azure.client());
        QVERIFY(!byDevice);
        QCOMPARE(byDevice.problem().findingId.toString(), finding);
        QCOMPARE(byDevice.problem().evidence["serviceCode"_L1].toString(), u"AADSTS%1"_s.arg(code));
        QVERIFY(!byDevice.problem().evidence["serviceMessage"_L1].toString().isEmpty());
        QVERIFY(!byDevice.problem().evidence["requestId"_L1].toString().isEmpty());

        const SharedSignIn kept = std::make_shared<EntraSignIn>(azure.http(), azure.kept());
        const auto renewed = await(kept->credential(Resource::AzureDevOps, {}));
        QVERIFY(!renewed);
        QCOMPARE(renewed.problem().findingId.toString(), finding);
    }

    void aClientThatCannotSignInIsRefusedByEntra_data()
    {
        QTest::addColumn<QString>("client");
        QTest::addColumn<QString>("tenant");
        QTest::addColumn<QString>("finding");
        QTest::addRow("unknown client")
            << u"00000000-1111-4222-8333-444444444444"_s << QString() << u"app-not-in-tenant"_s;
        QTest::addRow("unknown tenant") << clientId << u"nobody.example"_s << u"tenant-id-wrong"_s;
    }

    void aClientThatCannotSignInIsRefusedByEntra()
    {
        QFETCH(QString, client);
        QFETCH(QString, tenant);
        QFETCH(QString, finding);
        Azure azure;
        const auto signIn = byCode(azure, *entraClient(client, tenant));
        QVERIFY(!signIn);
        QCOMPARE(signIn.problem().findingId.toString(), finding);
    }

    void noClientIdIsBuiltIn_data()
    {
        QTest::addColumn<QString>("client");
        QTest::addColumn<QString>("tenant");
        QTest::addColumn<QString>("finding");
        QTest::addRow("none") << QString() << QString() << u"sign-in-client-missing"_s;
        QTest::addRow("a name") << u"signet"_s << QString() << u"input-not-a-guid"_s;
        QTest::addRow("a tenant with a slash") << clientId << u"a/b"_s << u"tenant-id-wrong"_s;
        QTest::addRow("a tenant with a blank") << clientId << u"contoso example"_s << u"tenant-id-wrong"_s;
        QTest::addRow("an argument") << clientId << u"--help"_s << u"tenant-id-wrong"_s;
        QTest::addRow("two lines") << clientId << u"contoso.example\n"_s << u"tenant-id-wrong"_s;
        QTest::addRow("a name that is none") << clientId << u"contoso"_s << u"tenant-id-wrong"_s;
    }

    void noClientIdIsBuiltIn()
    {
        QFETCH(QString, client);
        QFETCH(QString, tenant);
        QFETCH(QString, finding);
        const auto made = entraClient(client, tenant);
        QVERIFY(!made);
        QCOMPARE(made.problem().findingId.toString(), finding);
    }

    void aShortFaultOfTheNetworkKeepsTheCode()
    {
        Azure azure;
        azure.world().signIn.pendingPolls = 1;
        sandbox::Fault fault;
        fault.path = u"oauth2/v2.0/token"_s;
        fault.kind = sandbox::Fault::Kind::ResetBefore;
        fault.times = 2;
        azure.world().faults.push_back(fault);
        QVERIFY(byCode(azure, azure.client()));
        azure.world().faults.clear();
        fault.times = 100;
        azure.world().faults.push_back(fault);
        const auto signIn = byCode(azure, azure.client());
        QVERIFY(!signIn);
        QCOMPARE(signIn.problem().findingId.toString(), u"network-failed"_s);
    }

    void aStopEndsTheWaiting()
    {
        Azure azure;
        azure.world().signIn.deviceCode = sandbox::InteractiveSignIn::DeviceCode::NeverTyped;
        std::stop_source stop;
        const std::function<void(DeviceCodePrompt)> prompt = [&stop](const DeviceCodePrompt &) {
            stop.request_stop();
        };
        const auto signIn =
            await(signInWithDeviceCode(azure.http(), azure.client(), prompt, stop.get_token()));
        QVERIFY(!signIn);
        QCOMPARE(signIn.problem().findingId.toString(), u"run-stopped"_s);
        QCOMPARE(azure.requestsTo(u"/token"_s), 0);
    }

    void theBrowserComesBackWithACode_data()
    {
        QTest::addColumn<int>("visits");
        QTest::addRow("once") << 1;
        QTest::addRow("the page is loaded again") << 2;
    }

    void theBrowserComesBackWithACode()
    {
        QFETCH(int, visits);
        Azure azure;
        Browser browser(azure.server.url());
        browser.visits = visits;
        const std::function<void(QUrl)> open = [&browser](const QUrl &address) { browser.open(address); };
        const auto signIn = await(signInWithBrowser(azure.http(), azure.client(), open,
                                                    std::chrono::seconds(15), std::stop_token()));
        if (!signIn)
            QFAIL(qPrintable(signIn.problem().findingId.toString()));
        QCOMPARE((*signIn)->account().displayName, azure.person().name);
        QCOMPARE(word((*signIn)->method()), u"browser"_s);
        // The browser reads the page after the sign-in has got its code.
        QTRY_VERIFY(!browser.statuses.isEmpty());
        QCOMPARE(browser.statuses.first(), 200);
        QVERIFY(browser.lastPage.contains("You are signed in") || visits > 1);

        const QUrlQuery asked(browser.opened);
        QCOMPARE(browser.opened.host(), u"login.microsoftonline.com"_s);
        QCOMPARE(asked.queryItemValue(u"code_challenge_method"_s), u"S256"_s);
        QCOMPARE(asked.queryItemValue(u"code_challenge"_s).size(), 43);
        QVERIFY(asked.queryItemValue(u"state"_s).size() >= 32);
        QVERIFY(
            asked.queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded).startsWith("http://localhost:"_L1));
        QVERIFY(!asked.hasQueryItem(u"client_secret"_s));
        QVERIFY(asked.queryItemValue(u"scope"_s, QUrl::FullyDecoded).contains("offline_access"_L1));
    }

    void aBrowserThatBringsNoCodeSaysWhy_data()
    {
        using Course = sandbox::InteractiveSignIn::Browser;
        QTest::addColumn<Course>("course");
        QTest::addColumn<int>("refusal");
        QTest::addColumn<QString>("finding");
        QTest::addRow("declined") << Course::Declined << 0 << u"browser-sign-in-not-completed"_s;
        QTest::addRow("window closed") << Course::Abandoned << 0 << u"browser-sign-in-not-completed"_s;
    }

    void aBrowserThatBringsNoCodeSaysWhy()
    {
        QFETCH(sandbox::InteractiveSignIn::Browser, course);
        QFETCH(int, refusal);
        QFETCH(QString, finding);
        Azure azure;
        azure.world().signIn.browser = course;
        azure.world().signIn.refusal = refusal;
        Browser browser(azure.server.url());
        const std::function<void(QUrl)> open = [&browser](const QUrl &address) { browser.open(address); };
        const auto signIn = await(signInWithBrowser(azure.http(), azure.client(), open,
                                                    std::chrono::milliseconds(1500), std::stop_token()));
        QVERIFY(!signIn);
        QCOMPARE(signIn.problem().findingId.toString(), finding);
        QCOMPARE(azure.requestsTo(u"/token"_s), 0);
    }

    void aStopEndsTheListener()
    {
        Azure azure;
        std::stop_source stop;
        const std::function<void(QUrl)> open = [&stop](const QUrl &) { stop.request_stop(); };
        const auto signIn = await(
            signInWithBrowser(azure.http(), azure.client(), open, std::chrono::minutes(5), stop.get_token()));
        QVERIFY(!signIn);
        QCOMPARE(signIn.problem().findingId.toString(), u"run-stopped"_s);
    }

    // RFC 7636, appendix B.
    void theChallengeIsTheHashOfTheVerifier()
    {
        QCOMPARE(challengeOf("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
                 u"E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"_s);
        const PkcePair pair = newPkcePair();
        QCOMPARE(pair.verifier.size(), 43);
        QCOMPARE(pair.challenge, challengeOf(pair.verifier.reveal()));
        QVERIFY(newPkcePair().challenge != pair.challenge);
    }

    void eachServiceGetsATokenOfItsOwnAndOnce()
    {
        Azure azure;
        const SharedSignIn kept = std::make_shared<EntraSignIn>(azure.http(), azure.kept());
        int renewals = 0;
        QByteArray newest;
        kept->whenRenewed([&](const StoredSignIn &stored) {
            ++renewals;
            newest = stored.secret.reveal();
        });
        QSet<QString> tokens;
        for (int i = 0; i < 2; ++i) {
            for (const Resource resource :
                 {Resource::AzureDevOps, Resource::ResourceManager, Resource::MicrosoftGraph}) {
                const auto credential = await(kept->credential(resource, {}));
                if (!credential)
                    QFAIL(qPrintable(credential.problem().findingId.toString()));
                QVERIFY(credential->resource == resource);
                const auto claims = decodeClaims(credential->secret);
                QVERIFY(claims);
                QVERIFY(audienceMatches(claims->audience.value(0), resourceOf(resource)));
                tokens.insert(credential->secret.fingerprint());
            }
        }
        QCOMPARE(tokens.size(), 3);
        QCOMPARE(azure.requestsTo(u"/token"_s), 3);
        QCOMPARE(renewals, 3);
        QVERIFY(newest != azure.kept().secret.reveal());
        QCOMPARE(kept->account().displayName, azure.person().name);
    }

    void aTokenIsRenewedFiveMinutesBeforeItsEnd()
    {
        Azure azure;
        const Http http = azure.http();
        const SharedSignIn kept = std::make_shared<EntraSignIn>(http, azure.kept());
        QVERIFY(await(kept->credential(Resource::AzureDevOps, {})));
        QVERIFY(await(http.host().wait(std::chrono::minutes(69), {})));
        QVERIFY(await(kept->credential(Resource::AzureDevOps, {})));
        QCOMPARE(azure.requestsTo(u"/token"_s), 1);
        QVERIFY(await(http.host().wait(std::chrono::minutes(2), {})));
        QVERIFY(await(kept->credential(Resource::AzureDevOps, {})));
        QCOMPARE(azure.requestsTo(u"/token"_s), 2);
    }

    void aTokenOfUnknownLifeIsAskedForAgainAfterAWhile()
    {
        const Host host = Host::from(HostImage());
        EndlessSignIn signIn(host);
        QVERIFY(await(signIn.credential(Resource::AzureDevOps, {})));
        QVERIFY(await(host.wait(std::chrono::minutes(4), {})));
        QVERIFY(await(signIn.credential(Resource::AzureDevOps, {})));
        QCOMPARE(signIn.asked, 1);
        QVERIFY(await(host.wait(std::chrono::minutes(2), {})));
        QVERIFY(await(signIn.credential(Resource::AzureDevOps, {})));
        QCOMPARE(signIn.asked, 2);
    }

    void aSignInThatIsNotRenewedAsksToSignInAgain_data()
    {
        QTest::addColumn<bool>("revoked");
        QTest::addRow("sessions revoked") << true;
        QTest::addRow("ninety days later") << false;
    }

    void aSignInThatIsNotRenewedAsksToSignInAgain()
    {
        QFETCH(bool, revoked);
        Azure azure;
        const StoredSignIn stored = azure.kept();
        azure.world().advance(revoked ? 60 : 91LL * 86400);
        if (revoked)
            azure.person().sessionsRevokedAt = azure.world().clock;
        const SharedSignIn kept = std::make_shared<EntraSignIn>(azure.http(), stored);
        const auto credential = await(kept->credential(Resource::AzureDevOps, {}));
        QVERIFY(!credential);
        QCOMPARE(credential.problem().findingId.toString(), u"sign-in-expired"_s);
    }

    void anAccountHasSeveralTenantsAndPicksOne()
    {
        Azure azure;
        const Http http = azure.http();
        const SharedSignIn home = std::make_shared<EntraSignIn>(http, azure.kept());
        const auto tenants = await(listTenants(http, home, {}));
        if (!tenants)
            QFAIL(qPrintable(tenants.problem().findingId.toString()));
        QCOMPARE(tenants->size(), 2);
        QCOMPARE(tenants->at(0).id, azure.person().tenantId);
        QCOMPARE(tenants->at(1).id, otherTenant);
        QVERIFY(!tenants->at(1).displayName.isEmpty());

        const auto other = home->inTenant(otherTenant);
        QVERIFY(other);
        const auto proved = await(proven(*other, {}));
        if (!proved)
            QFAIL(qPrintable(proved.problem().findingId.toString()));
        QCOMPARE((*proved)->account().tenantId, otherTenant);
        QVERIFY((*proved)->account().objectId != azure.person().objectId);
        QCOMPARE((*proved)->stored().tenant, otherTenant);
        QVERIFY(!home->inTenant(u"a b"_s));
    }

    void whatIsKeptIsReadBack()
    {
        StoredSignIn stored;
        stored.method = SignInMethod::Browser;
        stored.account = {u"Jane Döe"_s, u"jane@contoso.example"_s, otherTenant, clientId, u"person"_s};
        stored.tenant = otherTenant;
        stored.clientId = clientId;
        stored.secret = Secret(QByteArray("planted-secret"));
        const auto again = StoredSignIn::fromBytes(stored.toBytes());
        QVERIFY(again);
        QVERIFY(again->method == stored.method);
        QCOMPARE(again->account, stored.account);
        QCOMPARE(again->tenant, stored.tenant);
        QCOMPARE(again->clientId, stored.clientId);
        QCOMPARE(again->secret.reveal(), QByteArray("planted-secret"));
    }

    void whichIdentityWasChosenIsReadBack_data()
    {
        QTest::addColumn<IdentitySelector>("identity");
        QTest::addRow("none") << IdentitySelector();
        QTest::addRow("client id") << IdentitySelector(*ClientId::parse(clientId));
        QTest::addRow("object id") << IdentitySelector(*ObjectId::parse(clientId));
        QTest::addRow("resource id") << IdentitySelector(*ResourceId::parse(
            u"/subscriptions/%1/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/a"_s
                .arg(otherTenant)));
    }

    void whichIdentityWasChosenIsReadBack()
    {
        QFETCH(IdentitySelector, identity);
        StoredSignIn stored;
        stored.method = SignInMethod::ManagedIdentity;
        stored.identity = identity;
        const auto again = StoredSignIn::fromBytes(stored.toBytes());
        QVERIFY(again);
        QVERIFY(again->identity == identity);
    }

    void whatWasNotWrittenByUsIsNotRead_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addRow("nothing") << QByteArray();
        QTest::addRow("text") << QByteArray("planted-secret");
        QTest::addRow("list") << QByteArray("[\"planted-secret\"]");
        QTest::addRow("newer") << QByteArray("{\"schemaVersion\":2,\"method\":\"browser\"}");
        QTest::addRow("unknown way") << QByteArray("{\"schemaVersion\":1,\"method\":\"planted-secret\"}");
        QTest::addRow("an identity that is none")
            << QByteArray("{\"schemaVersion\":1,\"method\":\"managed-identity\",\"identity\":{\"clientId\":"
                          "\"planted-secret\"}}");
        QTest::addRow("no secret") << QByteArray("{\"schemaVersion\":1,\"method\":\"browser\"}");
    }

    void whatWasNotWrittenByUsIsNotRead()
    {
        QFETCH(QByteArray, bytes);
        const auto stored = StoredSignIn::fromBytes(Secret(std::move(bytes)));
        QVERIFY(!stored);
        QCOMPARE(stored.problem().findingId.toString(), u"stored-sign-in-unreadable"_s);
        const QByteArray evidence = QJsonDocument(stored.problem().evidence).toJson();
        QVERIFY(!evidence.contains("planted"));
    }

    void noSecretIsInTheRecord()
    {
        Azure azure;
        Browser browser(azure.server.url());
        const std::function<void(QUrl)> open = [&browser](const QUrl &address) { browser.open(address); };
        const auto signIn = await(signInWithBrowser(azure.http(), azure.client(), open,
                                                    std::chrono::seconds(15), std::stop_token()));
        QVERIFY(signIn);
        QVERIFY(await((*signIn)->credential(Resource::ResourceManager, {})));
        QByteArray record;
        const QList<Exchange> exchanges = azure.exchanges();
        for (const Exchange &exchange : exchanges)
            record += QJsonDocument(exchange.toJson()).toJson();
        QVERIFY(record.contains("oauth2/v2.0/token"));
        QVERIFY(azure.server.issuedTokens().size() >= 2);
        for (const QByteArray &token : azure.server.issuedTokens())
            QVERIFY(!record.contains(token));
        QVERIFY(!record.contains("c2lnbmV0LXNhbmRib3gtdG9rZW4"));
    }
};

QTEST_GUILESS_MAIN(TestEntraSignIn)
#include "tst_entrasignin.moc"
