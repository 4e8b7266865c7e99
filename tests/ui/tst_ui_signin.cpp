#include "core/sandbox/world/signedinperson.h"
#include "tests/support/testkeychain.h"
#include "tests/ui/handmade.h"
#include "ui/accountbutton.h"
#include "ui/setup/setuppage.h"
#include "ui/setup/steplist.h"
#include "ui/theme.h"
#include "ui/widgets/copybutton.h"
#include "ui/widgets/message.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QDesktopServices>
#include <QLabel>
#include <QLineEdit>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPushButton>
#include <QRadioButton>
#include <QTcpSocket>
#include <QTest>
#include <QUrlQuery>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

// The step "Sign in" of the guided path, in the real window: every way to its end, stopped, and refused. The
// test plays the person and the person's browser; Microsoft Entra and Azure DevOps are the simulated ones.

namespace {

const QString contosoTenant = u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s;
const QString fabrikamTenant = u"1f0e9d8c-7b6a-4950-8843-2a1b0c9d8e7f"_s;

// The browser that the system opens: it goes to the simulated sign-in page and follows it back.
class Browser : public QObject {
    Q_OBJECT

public:
    explicit Browser(const QUrl &simulatedAzure)
        : m_simulatedAzure(simulatedAzure)
    {
        QDesktopServices::setUrlHandler(u"https"_s, this, "open");
    }
    ~Browser() override { QDesktopServices::unsetUrlHandler(u"https"_s); }

    QList<QUrl> opened;
    bool follows = true;

public Q_SLOTS:
    void open(const QUrl &address)
    {
        opened.append(address);
        if (!follows)
            return;
        QUrl url = m_simulatedAzure;
        url.setPath(address.path());
        url.setQuery(address.query(QUrl::FullyEncoded));
        QNetworkRequest request(url);
        request.setRawHeader("Host", address.host().toLatin1());
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
        QNetworkReply *page = m_network.get(request);
        connect(page, &QNetworkReply::finished, this, [this, page] {
            page->deleteLater();
            const QUrl back = page->header(QNetworkRequest::LocationHeader).toUrl();
            if (back.isValid())
                m_network.get(QNetworkRequest(back));
        });
    }

private:
    QUrl m_simulatedAzure;
    QNetworkAccessManager m_network;
};

using Change = std::function<void(sandbox::World &)>;

QString plain(QString text)
{
    return text.remove(u'&');
}

// The window on a machine where nobody is signed in, at the step.
class Place {
public:
    explicit Place(const Change &change = {}, const QString &name = u"not-in-org"_s,
                   const QString &files = {})
        : m_desk(changed(scenario(name), change))
        , keychain(std::make_shared<TestKeychain>())
        , browser(m_desk.server().url())
    {
        auto image = HostImage::fromJson(m_desk.server().scenario().hostImage);
        if (!image)
            qFatal("the scenario's machine cannot be read");
        if (files == "no profile"_L1)
            image->files.remove(u"/home/builder/.config/signet/profiles.json"_s);
        Work work{.sessionContext =
                      SessionContext{Host::from(std::move(*image)), NetSettings(), Host::real()},
                  .question = session().diagnosis()->question(),
                  .simulation = {},
                  .trySimulation = {},
                  .openedPath = {}};
        work.sessionContext.net.simulatedAzure = m_desk.server().url();
        work.sessionContext.signIns = keychain;
        window().setWork(work);
        window().show();
        window().activateWindow();
        if (!QTest::qWaitForWindowActive(&window()))
            qFatal("the window did not become active");
        window().showPage<SetupPage>();
        if (!m_desk.untilChecked() || !m_desk.untilIdle())
            qFatal("the checks do not end");
        window().page<SetupPage>()->goTo(SetupStep::SignIn);
    }

    MainWindow &window() { return m_desk.window(); }
    SetupSession &session() { return *m_desk.window().setupSession(); }
    SignInSession &signIn() { return *session().signIn(); }
    sandbox::World &world() { return m_desk.server().world(); }
    bool untilIdle() { return m_desk.untilIdle(); }
    bool until(const std::function<bool()> &wanted) { return QTest::qWaitFor(wanted, 20'000); }
    bool isSignedIn() { return signIn().state() == SignInSession::State::SignedIn; }

    // What the person sees. Nothing where it is not there.
    QPushButton *button(const QString &beginning)
    {
        for (QPushButton *candidate : window().page<SetupPage>()->findChildren<QPushButton *>()) {
            if (candidate->isVisible() && plain(candidate->text()).startsWith(beginning))
                return candidate;
        }
        return nullptr;
    }
    QLineEdit *field(const QString &name)
    {
        for (QLineEdit *candidate : window().page<SetupPage>()->findChildren<QLineEdit *>()) {
            if (candidate->isVisible() && candidate->accessibleName() == name)
                return candidate;
        }
        return nullptr;
    }
    CopyButton *copies(const QString &name)
    {
        for (CopyButton *candidate : window().page<SetupPage>()->findChildren<CopyButton *>()) {
            if (candidate->isVisible() && candidate->accessibleName() == name)
                return candidate;
        }
        return nullptr;
    }
    QStringList messages()
    {
        QStringList titles;
        for (const Message *message : window().page<SetupPage>()->findChildren<Message *>()) {
            if (message->isVisible())
                titles.append(message->accessibleName());
        }
        return titles;
    }
    bool says(const QString &text) { return messages().join(u'\n').contains(text); }
    QComboBox *tenants()
    {
        for (QComboBox *candidate : window().page<SetupPage>()->findChildren<QComboBox *>()) {
            if (candidate->isVisible() && candidate->accessibleName() == u"Tenant to use"_s)
                return candidate;
        }
        return nullptr;
    }
    QString account() { return window().findChild<AccountButton *>()->accessibleName(); }
    QString stepLine()
    {
        return window()
            .page<SetupPage>()
            ->findChildren<StepButton *>()[int(SetupStep::SignIn)]
            ->accessibleDescription();
    }

    void choose(const QString &way)
    {
        for (QRadioButton *radio : window().page<SetupPage>()->findChildren<QRadioButton *>()) {
            if (radio->isVisible() && radio->text() == way) {
                radio->click();
                return;
            }
        }
        qFatal("no way %s", qPrintable(way));
    }
    void press(const QString &beginning)
    {
        QPushButton *found = button(beginning);
        if (!found || !found->isEnabled())
            qFatal("no button %s", qPrintable(beginning));
        found->click();
    }
    void type(const QString &name, const QString &text, Qt::Key last = Qt::Key_unknown)
    {
        QLineEdit *found = field(name);
        if (!found)
            qFatal("no field %s", qPrintable(name));
        found->setFocus();
        found->selectAll();
        QTest::keyClicks(found, text);
        if (last != Qt::Key_unknown)
            QTest::keyClick(found, last);
    }
    QByteArray everyText()
    {
        QStringList texts;
        for (const QWidget *widget : window().findChildren<QWidget *>()) {
            texts << widget->toolTip() << widget->accessibleName() << widget->accessibleDescription();
            if (const auto *label = qobject_cast<const QLabel *>(widget))
                texts << label->text();
            if (const auto *line = qobject_cast<const QLineEdit *>(widget))
                texts << line->text() << line->placeholderText();
        }
        return texts.join(u'\n').toUtf8();
    }
    // Requests to Entra's endpoint of that name.
    QStringList asked(const QString &endpoint)
    {
        QStringList paths;
        for (const sandbox::SeenRequest &request : m_desk.server().requests()) {
            if (request.host == u"login.microsoftonline.com"_s && request.path.endsWith(endpoint))
                paths.append(request.path);
        }
        return paths;
    }

private:
    static sandbox::Scenario changed(sandbox::Scenario of, const Change &change)
    {
        if (change)
            change(of.world);
        return of;
    }

    Desk m_desk;

public:
    std::shared_ptr<TestKeychain> keychain;
    Browser browser;
};

sandbox::Application &app(sandbox::World &world)
{
    return world.applications.front();
}

void makeGuest(sandbox::World &world)
{
    world.tenants.push_back({.id = fabrikamTenant, .name = u"Fabrikam"_s, .createdAt = 1450000000});
    world.persons.front().guestOf = {fabrikamTenant};
}

const QString clientIdField = u"Client id of the app registration"_s;
const QString tokenField = u"Personal access token"_s;

} // namespace

class TestSignIn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyWayLeadsToAnAccount_data();
    void everyWayLeadsToAnAccount();
    void refusalIsSaidAndTheWayStaysOpen_data();
    void refusalIsSaidAndTheWayStaysOpen();
    void browserCanBeOpenedAgainAndStopped();
    void codeIsShownWhileItWaitsAndStopped();
    void clientIdOfOnesOwnIsUsedAndKept();
    void clientIdIsNeededBeforeTheStart();
    void wrongClientIdIsSaidInPlace();
    void signingInGoesToTheTenantOfTheOrganization();
    void tokenIsTakenByReturnAndShownNowhere();
    void tokenThatMayNotAddMembersIsSaidInThePlan();
    void keychainIsTheChoiceOfThePerson_data();
    void keychainIsTheChoiceOfThePerson();
    void keychainThatFailsIsSaid();
    void anotherTenantIsPickedAndSaidEverywhere();
    void tenantThatRefusesIsSaidAndLeft();
    void oneTenantIsNoChoice();
    void signingOutIsWholeAndForgetsTheTenant();
    void arrowKeysChooseTheWay();
};

void TestSignIn::everyWayLeadsToAnAccount_data()
{
    QTest::addColumn<QString>("way");
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("who");
    QTest::addColumn<QString>("command");
    QTest::addRow("browser") << u"Browser"_s << u"Open the browser"_s << u"Jane Doe"_s
                             << u"signet login --with browser --tenant %1 --session"_s.arg(contosoTenant);
    QTest::addRow("device code") << u"Device code"_s << u"Get a code"_s << u"Jane Doe"_s
                                 << u"signet login --with device-code --tenant %1 --session"_s.arg(
                                        contosoTenant);
    QTest::addRow("token") << u"Personal access token"_s << u"Use this token"_s << u"Jane Doe"_s
                           << u"signet login --with access-token --session"_s;
    QTest::addRow("managed identity") << u"Managed identity"_s << u"Use this machine's identity"_s
                                      << u"vm-build"_s << u"signet login --with managed-identity"_s;
}

void TestSignIn::everyWayLeadsToAnAccount()
{
    QFETCH(QString, way);
    QFETCH(QString, action);
    QFETCH(QString, who);
    QFETCH(QString, command);
    Place place;
    QCOMPARE(place.account(), u"Not signed in"_s);
    QVERIFY(place.messages().isEmpty());
    place.choose(way);
    if (QLineEdit *token = place.field(tokenField); token) {
        QVERIFY(!place.button(action)->isEnabled());
        place.type(tokenField, sandbox::simulatedAccessToken);
    }
    QCOMPARE(place.session().equivalentCommand(SetupStep::SignIn), command);
    place.press(action);
    QVERIFY(place.until([&] { return place.isSignedIn(); }));
    QVERIFY(place.says(u"Signed in as "_s + who));
    QCOMPARE(place.account(), u"Signed in: "_s + who);
    QCOMPARE(place.stepLine(), who);
    QVERIFY(place.button(u"Continue as "_s + who));
    QVERIFY(place.button(u"Sign out"_s));
    // Nothing of the choice is left to see.
    QVERIFY(!place.field(tokenField) && !place.field(clientIdField));
    QCOMPARE(place.browser.opened.size(), way == "Browser"_L1 ? 1 : 0);
    QVERIFY(place.keychain->kept.isEmpty());
}

void TestSignIn::refusalIsSaidAndTheWayStaysOpen_data()
{
    using DeviceCode = sandbox::InteractiveSignIn::DeviceCode;
    QTest::addColumn<QString>("way");
    QTest::addColumn<QString>("action");
    QTest::addColumn<Change>("change");
    QTest::addColumn<QString>("token");
    QTest::addColumn<QString>("finding");
    const auto byCode = [](const char *row, const Change &change, const QString &finding) {
        QTest::addRow("code: %s", row)
            << u"Device code"_s << u"Get a code"_s << change << QString() << finding;
    };
    byCode(
        "declined", [](sandbox::World &world) { world.signIn.deviceCode = DeviceCode::Declined; },
        u"device-code-not-completed"_s);
    byCode(
        "expired", [](sandbox::World &world) { world.signIn.deviceCode = DeviceCode::Expires; },
        u"device-code-not-completed"_s);
    byCode(
        "never typed in", [](sandbox::World &world) { world.signIn.deviceCode = DeviceCode::NeverTyped; },
        u"device-code-not-completed"_s);
    byCode(
        "app that nobody registered", [](sandbox::World &world) { world.applications.clear(); },
        u"app-not-in-tenant"_s);
    byCode(
        "app that is not public", [](sandbox::World &world) { app(world).publicClient = false; },
        u"app-registration-not-public"_s);
    byCode("no consent", [](sandbox::World &world) { app(world).consented = false; }, u"consent-missing"_s);
    byCode(
        "policy", [](sandbox::World &world) { world.signIn.refusal = 53003; },
        u"conditional-access-blocked"_s);
    const auto byBrowser = [](const char *row, const Change &change, const QString &finding) {
        QTest::addRow("browser: %s", row)
            << u"Browser"_s << u"Open the browser"_s << change << QString() << finding;
    };
    byBrowser(
        "declined",
        [](sandbox::World &world) { world.signIn.browser = sandbox::InteractiveSignIn::Browser::Declined; },
        u"browser-sign-in-not-completed"_s);
    byBrowser(
        "no consent", [](sandbox::World &world) { app(world).consented = false; }, u"consent-missing"_s);
    byBrowser(
        "policy", [](sandbox::World &world) { world.signIn.refusal = 53003; },
        u"conditional-access-blocked"_s);
    const auto byToken = [](const char *row, const QString &token, const Change &change,
                            const QString &finding) {
        QTest::addRow("token: %s", row)
            << u"Personal access token"_s << u"Use this token"_s << change << token << finding;
    };
    const QString right = sandbox::simulatedAccessToken;
    byToken("of nobody", QString(52, u'b'), {}, u"access-token-refused"_s);
    byToken(
        "expired", right,
        [](sandbox::World &world) {
            world.organizations.front().accessTokens.front().expiresOn = world.clock - 60;
        },
        u"access-token-refused"_s);
    byToken(
        "revoked", right,
        [](sandbox::World &world) { world.organizations.front().accessTokens.front().revoked = true; },
        u"access-token-refused"_s);
    byToken("a token of Entra", u"eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.c2ln"_s, {}, u"access-token-invalid"_s);
    QTest::addRow("no identity") << u"Managed identity"_s << u"Use this machine's identity"_s
                                 << Change([](sandbox::World &world) {
                                        world.machine.systemAssigned.reset();
                                        world.machine.userAssigned.clear();
                                    })
                                 << QString() << u"managed-identity-not-answering"_s;
    QTest::addRow("no Azure CLI") << u"Azure CLI"_s << u"Use the Azure CLI sign-in"_s << Change() << QString()
                                  << u"az-not-found"_s;
}

void TestSignIn::refusalIsSaidAndTheWayStaysOpen()
{
    QFETCH(QString, way);
    QFETCH(QString, action);
    QFETCH(Change, change);
    QFETCH(QString, token);
    QFETCH(QString, finding);
    Place place;
    if (change)
        change(place.world());
    place.choose(way);
    if (!token.isEmpty())
        place.type(tokenField, token);
    place.press(action);
    QVERIFY(place.untilIdle());
    QVERIFY(!place.isSignedIn());
    QVERIFY(place.signIn().problem());
    QCOMPARE(place.signIn().problem()->findingId.toString(), finding);
    QCOMPARE(place.messages().size(), 1);
    QVERIFY(!place.messages().first().isEmpty());
    QCOMPARE(place.account(), u"Not signed in"_s);
    QVERIFY(place.session().view(SetupStep::SignIn).state == SetupSession::State::Blocked);
    // The same way can be tried again, and a token has to be given again.
    QVERIFY(place.button(action));
    QCOMPARE(place.button(action)->isEnabled(), token.isEmpty());
    if (!token.isEmpty())
        QVERIFY(place.field(tokenField)->text().isEmpty());
    QVERIFY(place.keychain->kept.isEmpty());
}

void TestSignIn::browserCanBeOpenedAgainAndStopped()
{
    Place place;
    place.browser.follows = false;
    place.choose(u"Browser"_s);
    place.press(u"Open the browser"_s);
    QVERIFY(place.until([&] { return place.browser.opened.size() == 1; }));
    QVERIFY(place.says(u"Waiting for the sign-in in the browser"_s));
    QCOMPARE(place.account(), u"Signing in…"_s);
    const QUrl address = place.browser.opened.first();
    QVERIFY(place.copies(u"Copy the address"_s));
    QCOMPARE(place.copies(u"Copy the address"_s)->content(), address.toString(QUrl::FullyEncoded));
    QVERIFY(!place.copies(u"Copy the code"_s));
    place.press(u"Open the browser again"_s);
    QCOMPARE(place.browser.opened, (QList{address, address}));

    place.press(u"Stop"_s);
    QVERIFY(place.untilIdle());
    QVERIFY(!place.isSignedIn());
    QVERIFY(place.messages().isEmpty());
    QVERIFY(!place.button(u"Open the browser again"_s));
    // Nobody listens for the way back any more.
    const QUrl back(QUrlQuery(address).queryItemValue(u"redirect_uri"_s, QUrl::FullyDecoded));
    QVERIFY(back.port() > 0);
    QVERIFY(place.until([&back] {
        QTcpSocket late;
        late.connectToHost(back.host(), quint16(back.port()));
        return !late.waitForConnected(2'000);
    }));

    place.browser.follows = true;
    place.press(u"Open the browser"_s);
    QVERIFY(place.until([&] { return place.isSignedIn(); }));
    QVERIFY(place.browser.opened.last() != address);
}

void TestSignIn::codeIsShownWhileItWaitsAndStopped()
{
    Place place([](sandbox::World &world) {
        world.signIn.deviceCode = sandbox::InteractiveSignIn::DeviceCode::NeverTyped;
    });
    place.choose(u"Device code"_s);
    QStringList shown;
    QStringList copied;
    QStringList told;
    QObject listening;
    connect(&place.signIn(), &SignInSession::changed, &listening, [&] {
        if (!place.signIn().deviceCode() || !shown.isEmpty())
            return;
        const QString code = place.signIn().deviceCode()->userCode;
        for (const QLabel *label : place.window().page<SetupPage>()->findChildren<QLabel *>()) {
            if (label->isVisible() && label->text() == code)
                shown.append(label->accessibleName());
        }
        copied.append(place.copies(u"Copy the code"_s) ? place.copies(u"Copy the code"_s)->content()
                                                       : QString());
        told = place.messages();
        place.press(u"Open the page"_s);
        QMetaObject::invokeMethod(place.button(u"Stop"_s), &QPushButton::click, Qt::QueuedConnection);
    });
    place.browser.follows = false;
    place.press(u"Get a code"_s);
    QVERIFY(place.untilIdle());
    QVERIFY(!place.isSignedIn());
    QCOMPARE(shown.size(), 1);
    QVERIFY(!shown.first().isEmpty());
    QCOMPARE(copied, shown);
    QVERIFY(told.join(u'\n').contains(u"https://microsoft.com/devicelogin"_s));
    QVERIFY(told.join(u'\n').contains(u"15 minutes"_s));
    QCOMPARE(place.browser.opened, QList{QUrl(u"https://microsoft.com/devicelogin"_s)});
    // A stop is what was wanted, and nothing to complain about.
    QVERIFY(place.messages().isEmpty());
    QVERIFY(!place.copies(u"Copy the code"_s));
    QVERIFY(place.button(u"Get a code"_s)->isEnabled());
}

void TestSignIn::clientIdOfOnesOwnIsUsedAndKept()
{
    const QString own = u"0f0f0f0f-1111-4222-8333-444455556666"_s;
    Place place([&own](sandbox::World &world) {
        sandbox::Application application = app(world);
        application.clientId = own;
        world.applications.push_back(application);
    });
    place.choose(u"Browser"_s);
    QVERIFY(place.everyText().contains(QByteArray(sandbox::simulatedAppClientId.data())));
    place.type(clientIdField, own.toUpper(), Qt::Key_Return);
    QVERIFY(place.until([&] { return place.isSignedIn(); }));
    QVERIFY(place.browser.opened.first().query().contains(own, Qt::CaseInsensitive));
    // The profile keeps it for the next time, in place of the one before.
    QVERIFY(
        place.until([&] { return place.signIn().profileClientId().compare(own, Qt::CaseInsensitive) == 0; }));
    place.press(u"Sign out"_s);
    QVERIFY(place.untilIdle());
    QVERIFY(place.signIn().profileClientId().compare(own, Qt::CaseInsensitive) == 0);
}

void TestSignIn::clientIdIsNeededBeforeTheStart()
{
    Place place({}, u"not-in-org"_s, u"no profile"_s);
    for (const QString &way : {u"Browser"_s, u"Device code"_s}) {
        place.choose(way);
        QVERIFY(place.field(clientIdField));
        QVERIFY(!place.session().primaryAction(SetupStep::SignIn).enabled);
        QVERIFY(place.everyText().contains("Signet has none of its own."));
        // It is one keystroke away.
        place.window().page<SetupPage>()->takeFocus();
        QCOMPARE(QApplication::focusWidget(), place.field(clientIdField));
    }
    place.type(clientIdField, sandbox::simulatedAppClientId);
    QVERIFY(place.session().primaryAction(SetupStep::SignIn).enabled);
    place.press(u"Get a code"_s);
    QVERIFY(place.until([&] { return place.isSignedIn(); }));
    QCOMPARE(place.signIn().profileClientId(), QString(sandbox::simulatedAppClientId));
}

void TestSignIn::wrongClientIdIsSaidInPlace()
{
    Place place;
    place.choose(u"Device code"_s);
    place.type(clientIdField, u"signet"_s);
    // Nobody is interrupted while typing.
    QVERIFY(place.messages().isEmpty());
    QVERIFY(!place.button(u"Get a code"_s)->isEnabled());
    QTest::keyClick(place.field(clientIdField), Qt::Key_Return);
    QVERIFY(place.says(u"signet"_s));
    QVERIFY(place.asked(u"/devicecode"_s).isEmpty());
    place.type(clientIdField, sandbox::simulatedAppClientId);
    QVERIFY(place.messages().isEmpty());
    QVERIFY(place.button(u"Get a code"_s)->isEnabled());
}

void TestSignIn::signingInGoesToTheTenantOfTheOrganization()
{
    Place place([](sandbox::World &world) { app(world).multiTenant = false; });
    place.choose(u"Device code"_s);
    place.press(u"Get a code"_s);
    QVERIFY(place.until([&] { return place.isSignedIn(); }));
    QCOMPARE(place.asked(u"/devicecode"_s), QStringList{u"/%1/oauth2/v2.0/devicecode"_s.arg(contosoTenant)});
    place.press(u"Sign out"_s);
    place.choose(u"Browser"_s);
    place.press(u"Open the browser"_s);
    QVERIFY(place.until([&] { return place.isSignedIn(); }));

    Place guest({}, u"tenant-mismatch"_s);
    guest.choose(u"Browser"_s);
    guest.press(u"Open the browser"_s);
    QVERIFY(guest.until([&] { return guest.isSignedIn(); }));
    QCOMPARE(guest.signIn().account().tenantId, fabrikamTenant);
    QVERIFY(guest.session().otherTenant().isEmpty());
}

void TestSignIn::tokenIsTakenByReturnAndShownNowhere()
{
    Place place;
    place.choose(u"Personal access token"_s);
    place.type(tokenField, u"  %1 "_s.arg(sandbox::simulatedAccessToken), Qt::Key_Return);
    QVERIFY(place.until([&] { return place.isSignedIn(); }));
    const QByteArray token(sandbox::simulatedAccessToken.data(), sandbox::simulatedAccessToken.size());
    QVERIFY(!place.everyText().contains(token));
    QVERIFY(!place.session().equivalentCommand(SetupStep::SignIn).toUtf8().contains(token));
    // There is no tenant to choose, and none is asked for.
    QVERIFY(!place.tenants());
    QVERIFY(!place.signIn().tenantsProblem());

    place.press(u"Sign out"_s);
    place.choose(u"Personal access token"_s);
    place.press(u"Create one in Azure DevOps"_s);
    QCOMPARE(place.browser.opened, QList{QUrl(u"https://dev.azure.com/contoso/_usersSettings/tokens"_s)});
}

void TestSignIn::tokenThatMayNotAddMembersIsSaidInThePlan()
{
    Place place;
    place.choose(u"Personal access token"_s);
    place.type(tokenField, sandbox::simulatedReadingToken, Qt::Key_Return);
    QVERIFY(place.until([&] { return place.isSignedIn(); }));
    place.window().page<SetupPage>()->goTo(SetupStep::Plan);
    QVERIFY(place.untilIdle());
    QVERIFY(place.session().changes()->problem());
    QCOMPARE(place.session().changes()->problem()->findingId.toString(), u"access-token-scope-missing"_s);
    QVERIFY(place.says(u"Your personal access token lacks scope "_s));
    // It leads back, and another token cures it.
    QCOMPARE(SetupSession::remedyOf(*place.session().changes()->problem()), SetupStep::SignIn);
    place.press(u"Change the sign-in"_s);
    QCOMPARE(place.session().currentStep(), SetupStep::SignIn);
    place.press(u"Sign out"_s);
    place.choose(u"Personal access token"_s);
    place.type(tokenField, sandbox::simulatedAccessToken, Qt::Key_Return);
    QVERIFY(place.until([&] { return place.isSignedIn(); }));
    place.window().page<SetupPage>()->goTo(SetupStep::Plan);
    QVERIFY(place.untilIdle());
    QVERIFY(place.session().changes()->plan());
}

void TestSignIn::keychainIsTheChoiceOfThePerson_data()
{
    QTest::addColumn<QString>("way");
    QTest::addColumn<bool>("keep");
    for (const bool keep : {true, false}) {
        QTest::addRow("browser, %s", keep ? "kept" : "not kept") << u"Browser"_s << keep;
        QTest::addRow("token, %s", keep ? "kept" : "not kept") << u"Personal access token"_s << keep;
    }
}

void TestSignIn::keychainIsTheChoiceOfThePerson()
{
    QFETCH(QString, way);
    QFETCH(bool, keep);
    Place place;
    QCheckBox *box = nullptr;
    for (QCheckBox *candidate : place.window().page<SetupPage>()->findChildren<QCheckBox *>()) {
        if (candidate->accessibleName() == u"Keep it in this machine's keychain"_s)
            box = candidate;
    }
    QVERIFY(box);
    // There is nothing to keep of a login that is somebody else's.
    place.choose(u"Azure CLI"_s);
    QVERIFY(!box->isVisible());
    place.choose(way);
    QVERIFY(box->isVisible());
    QVERIFY(!box->isChecked());
    if (keep)
        box->click();
    QVERIFY(
        place.session().equivalentCommand(SetupStep::SignIn).endsWith(keep ? u" --keep"_s : u" --session"_s));
    if (way == "Browser"_L1)
        place.press(u"Open the browser"_s);
    else
        place.type(tokenField, sandbox::simulatedAccessToken, Qt::Key_Return);
    QVERIFY(place.until([&] { return place.isSignedIn(); }));
    const QString sentence =
        keep ? u"Kept in this machine's keychain"_s : u"The sign-in ends when you close this window"_s;
    QVERIFY(place.until([&] { return place.says(sentence); }));
    QCOMPARE(place.keychain->kept.size(), keep ? 1 : 0);
    place.press(u"Sign out"_s);
    QVERIFY(place.until([&] { return place.keychain->kept.isEmpty(); }));
    QVERIFY(place.messages().isEmpty());
}

void TestSignIn::keychainThatFailsIsSaid()
{
    Place place;
    place.choose(u"Browser"_s);
    place.signIn().setKeep(true);
    place.keychain->problem = Problem(finding::keychainLocked, {});
    place.press(u"Open the browser"_s);
    QVERIFY(place.until([&] { return place.isSignedIn() && place.signIn().keepProblem(); }));
    QVERIFY(place.says(u"The keychain is locked"_s));
    QVERIFY(place.says(u"Signed in as Jane Doe"_s));
    QVERIFY(place.button(u"Continue as Jane Doe"_s)->isEnabled());
}

void TestSignIn::anotherTenantIsPickedAndSaidEverywhere()
{
    Place place(makeGuest);
    place.choose(u"Browser"_s);
    place.press(u"Open the browser"_s);
    QVERIFY(place.until([&] { return place.isSignedIn() && place.tenants(); }));
    QComboBox *box = place.tenants();
    QCOMPARE(box->count(), 2);
    QCOMPARE(box->currentText(), u"Contoso"_s);
    QCOMPARE(place.account(), u"Signed in: Jane Doe (Contoso)"_s);
    QCOMPARE(place.stepLine(), u"Jane Doe (Contoso)"_s);
    QVERIFY(place.says(u"Tenant Contoso (%1)"_s.arg(contosoTenant)));

    box->setFocus();
    QTest::keyClick(box, Qt::Key_Down);
    QCOMPARE(place.account(), u"Signing in…"_s);
    QVERIFY(!place.session().primaryAction(SetupStep::SignIn).enabled);
    QVERIFY(place.until([&] { return place.isSignedIn(); }));
    QCOMPARE(place.signIn().account().tenantId, fabrikamTenant);
    QCOMPARE(place.account(), u"Signed in: Jane Doe (Fabrikam)"_s);
    QCOMPARE(place.tenants()->currentText(), u"Fabrikam"_s);
    // The organization belongs to Contoso, so that is said, and the button leads back.
    QCOMPARE(place.stepLine(), u"signed in to another tenant"_s);
    QVERIFY(place.says(u"Jane Doe is signed in to a different tenant than contoso"_s));
    place.press(u"Switch to the tenant of contoso"_s);
    QVERIFY(place.until([&] { return place.isSignedIn(); }));
    QCOMPARE(place.account(), u"Signed in: Jane Doe (Contoso)"_s);
    QCOMPARE(place.stepLine(), u"Jane Doe (Contoso)"_s);
    QCOMPARE(place.tenants()->currentText(), u"Contoso"_s);
}

void TestSignIn::tenantThatRefusesIsSaidAndLeft()
{
    Place place(makeGuest);
    place.choose(u"Browser"_s);
    place.press(u"Open the browser"_s);
    QVERIFY(place.until([&] { return place.isSignedIn() && place.tenants(); }));
    place.world().persons.front().guestOf.clear();
    place.tenants()->setFocus();
    QTest::keyClick(place.tenants(), Qt::Key_Down);
    QVERIFY(place.until([&] { return place.isSignedIn() && place.signIn().problem(); }));
    QCOMPARE(place.signIn().problem()->findingId.toString(), u"wrong-account-signed-in"_s);
    QCOMPARE(place.messages().size(), 2);
    QVERIFY(place.says(u"Signed in as Jane Doe"_s));
    QCOMPARE(place.account(), u"Signed in: Jane Doe (Contoso)"_s);
    QVERIFY(place.tenants());
    QCOMPARE(place.tenants()->currentText(), u"Contoso"_s);
}

void TestSignIn::oneTenantIsNoChoice()
{
    Place place;
    place.choose(u"Browser"_s);
    place.press(u"Open the browser"_s);
    QVERIFY(place.until([&] { return place.isSignedIn() && place.signIn().tenants().size() == 1; }));
    QVERIFY(!place.tenants());
    QCOMPARE(place.account(), u"Signed in: Jane Doe"_s);
}

void TestSignIn::signingOutIsWholeAndForgetsTheTenant()
{
    Place place(makeGuest);
    place.choose(u"Browser"_s);
    place.press(u"Open the browser"_s);
    QVERIFY(place.until([&] { return place.isSignedIn() && place.tenants(); }));
    place.signIn().chooseTenant(fabrikamTenant);
    QVERIFY(place.until([&] { return place.isSignedIn(); }));
    place.press(u"Sign out"_s);
    QVERIFY(place.untilIdle());
    QCOMPARE(place.account(), u"Not signed in"_s);
    QVERIFY(!place.tenants());
    QVERIFY(place.messages().isEmpty());
    QVERIFY(!place.everyText().contains("jane@contoso.example"));
    place.press(u"Open the browser"_s);
    QVERIFY(place.until([&] { return place.isSignedIn(); }));
    QCOMPARE(place.signIn().account().tenantId, contosoTenant);
}

void TestSignIn::arrowKeysChooseTheWay()
{
    Place place;
    place.choose(u"Azure CLI"_s);
    for (QRadioButton *radio : place.window().page<SetupPage>()->findChildren<QRadioButton *>()) {
        if (radio->isVisible() && radio->isChecked())
            radio->setFocus();
    }
    for (const SignInWay &way : signInWays()) {
        QCOMPARE(toString(place.session().way()), toString(way.method));
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
    }
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    theme::apply(application, theme::Choice::Light);
    TestSignIn test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_ui_signin.moc"
