#include "core/findings/catalogue.h"
#include "core/profile/profilestore.h"
#include "core/sandbox/sandboxserver.h"
#include "core/sandbox/world/signedinperson.h"
#include "core/session/signinsession.h"
#include "core/signin/accesstokensignin.h"
#include "core/signin/azureclisignin.h"
#include "tests/support/await.h"
#include "tests/support/testkeychain.h"
#include "tests/support/words.h"

#include <QJsonDocument>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;
using namespace signet::test;

namespace {

const QString clientId = sandbox::simulatedAppClientId;
const QString azCommand =
    u"/usr/bin/az account get-access-token --resource 499b84ac-1321-427f-aa17-267ca6975798 -o json"_s;
const QByteArray accessToken(52, 'b');

class Setting {
public:
    Setting()
        : server(*sandbox::Scenario::named(u"healthy"_s))
        , store(std::make_shared<TestKeychain>())
    {
        if (!server.listen())
            qFatal("cannot listen on loopback");
        image.clock = server.world().clock;
        image.env.insert(u"HOME"_s, u"/home/jane"_s);
        image.env.insert(u"PATH"_s, u"/usr/bin"_s);
        person = sandbox::signedInPerson(server.world());
    }

    // The Azure CLI is there and says this.
    void azSays(int exitCode, const QByteArray &out, const QByteArray &err)
    {
        image.files.insert(u"/usr/bin/az"_s, FileImage());
        image.commands.insert(azCommand, CommandImage{exitCode, out, err});
    }
    void azIsSignedIn() { azSays(0, "{\"accessToken\":\"opaque\",\"expires_on\":4000000000}", {}); }

    SessionContext sessionContext()
    {
        if (!m_sessionContext) {
            const Host host = Host::from(image);
            NetSettings net;
            net.simulatedAzure = server.url();
            m_sessionContext = SessionContext{host, net, host, store};
        }
        return *m_sessionContext;
    }
    StoredSignIn keptSignIn() const
    {
        StoredSignIn stored;
        stored.method = SignInMethod::Browser;
        stored.account.displayName = u"Jane Doe"_s;
        stored.account.tenantId = person["tenantId"_L1].toString();
        stored.clientId = person["clientId"_L1].toString();
        stored.secret = Secret(person["refreshToken"_L1].toString().toUtf8());
        return stored;
    }
    void keep(const StoredSignIn &stored, const QString &profileName = u"default"_s)
    {
        store->kept.insert(signInKey(profileName), stored.toBytes());
        ProfileStore file(sessionContext().host);
        auto profiles = file.load();
        Profile profile;
        profile.name = profileName;
        profile.signIn.method = toString(stored.method);
        profile.signIn.clientId = stored.clientId;
        profile.signIn.isKept = true;
        if (!profiles || !profiles->save(profile) || !file.save(*profiles))
            qFatal("cannot save the profile");
    }
    Profile profile(const QString &name = u"default"_s)
    {
        const auto profiles = ProfileStore(sessionContext().host).load();
        const Profile *found = profiles ? profiles->find(name) : nullptr;
        return found ? *found : Profile();
    }
    QString who(const SignInWish &wish)
    {
        const auto signedIn = await(signIn(sessionContext(), wish, {}));
        return signedIn ? QString(toString((*signedIn)->method())) : signedIn.problem().findingId.toString();
    }

    sandbox::SandboxServer server;
    std::shared_ptr<TestKeychain> store;
    HostImage image;
    QJsonObject person;

private:
    std::optional<SessionContext> m_sessionContext;
};

} // namespace

class TestSignInSession : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whoeverIsSignedInIsTaken_data()
    {
        QTest::addColumn<bool>("kept");
        QTest::addColumn<QString>("az"); // "none", "nobody", "somebody"
        QTest::addColumn<QString>("profileMethod");
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("result"); // method or finding
        QTest::addRow("nobody anywhere")
            << false << u"none"_s << QString() << QString() << u"sign-in-needed"_s;
        QTest::addRow("nobody in the CLI")
            << false << u"nobody"_s << QString() << QString() << u"sign-in-needed"_s;
        QTest::addRow("the CLI") << false << u"somebody"_s << QString() << QString() << u"azure-cli"_s;
        QTest::addRow("kept before the CLI")
            << true << u"somebody"_s << QString() << QString() << u"browser"_s;
        QTest::addRow("asked before kept")
            << true << u"somebody"_s << QString() << u"azure-cli"_s << u"azure-cli"_s;
        QTest::addRow("asked and kept") << true << u"none"_s << QString() << u"browser"_s << u"browser"_s;
        QTest::addRow("asked, and another is kept")
            << true << u"none"_s << QString() << u"device-code"_s << u"sign-in-needed"_s;
        QTest::addRow("the profile's way")
            << false << u"somebody"_s << u"managed-identity"_s << QString() << u"managed-identity"_s;
        QTest::addRow("asked for the CLI, which has nobody")
            << false << u"nobody"_s << QString() << u"azure-cli"_s << u"az-not-signed-in"_s;
        QTest::addRow("asked for the CLI, which is not there")
            << false << u"none"_s << QString() << u"azure-cli"_s << u"az-not-found"_s;
        QTest::addRow("a browser without a person to open it, and no client id")
            << false << u"none"_s << QString() << u"browser"_s << u"sign-in-client-missing"_s;
        QTest::addRow("a token that was not given")
            << false << u"none"_s << QString() << u"access-token"_s << u"access-token-invalid"_s;
    }

    void whoeverIsSignedInIsTaken()
    {
        QFETCH(bool, kept);
        QFETCH(QString, az);
        QFETCH(QString, profileMethod);
        QFETCH(QString, asked);
        QFETCH(QString, result);
        Setting setting;
        if (az == "nobody"_L1)
            setting.azSays(1, {}, "ERROR: Please run 'az login' to setup account.\n");
        else if (az == "somebody"_L1)
            setting.azIsSignedIn();
        if (kept)
            setting.keep(setting.keptSignIn());
        if (!profileMethod.isEmpty()) {
            ProfileStore file(setting.sessionContext().host);
            auto profiles = file.load();
            QVERIFY(profiles);
            Profile profile;
            profile.name = u"default"_s;
            profile.signIn.method = profileMethod;
            QVERIFY(profiles->save(profile));
            QVERIFY(file.save(*profiles));
        }
        SignInWish wish;
        wish.method = signInMethodFromString(asked);
        QCOMPARE(setting.who(wish), result);
    }

    void aKeychainThatIsLockedIsNoReasonToBeSomebodyElse()
    {
        Setting setting;
        setting.azIsSignedIn();
        setting.keep(setting.keptSignIn());
        setting.store->problem = Problem(finding::keychainLocked, {});
        QCOMPARE(setting.who({}), u"keychain-locked"_s);
        QVERIFY(asksForSignIn(findingOf(*setting.store->problem)));
        // Somebody who asks for another way gets it.
        SignInWish wish;
        wish.method = SignInMethod::AzureCli;
        QCOMPARE(setting.who(wish), u"azure-cli"_s);
    }

    void theKeychainIsNotAskedWhereNothingIsKept()
    {
        Setting setting;
        setting.azIsSignedIn();
        QCOMPARE(setting.who({}), u"azure-cli"_s);
        QCOMPARE(setting.store->reads, 0);
    }

    void aFileOfProfilesThatCannotBeReadIsSaid()
    {
        Setting setting;
        setting.azIsSignedIn();
        FileImage broken;
        broken.text = "{";
        setting.image.files.insert(u"/home/jane/.config/signet/profiles.json"_s, broken);
        QCOMPARE(setting.who({}), u"profiles-file-invalid"_s);
        SignInWish wish;
        wish.method = SignInMethod::AzureCli;
        QCOMPARE(setting.who(wish), u"azure-cli"_s);
    }

    void aRenewedSignInReplacesTheKeptOne()
    {
        Setting setting;
        setting.keep(setting.keptSignIn());
        QCOMPARE(setting.who({}), u"browser"_s);
        const auto stored = StoredSignIn::fromBytes(setting.store->kept.value(signInKey(u"default"_s)));
        QVERIFY(stored);
        QVERIFY(stored->secret.reveal() != setting.keptSignIn().secret.reveal());
        // And it is good for the next time.
        QCOMPARE(setting.who({}), u"browser"_s);
    }

    void aKeptSignInThatIsRevokedSaysSo()
    {
        Setting setting;
        setting.keep(setting.keptSignIn());
        setting.server.world().advance(60);
        for (sandbox::Person &one : setting.server.world().persons)
            one.sessionsRevokedAt = setting.server.world().clock;
        QCOMPARE(setting.who({}), u"sign-in-expired"_s);
    }

    void aTokenSaysWhoItIsByTheOrganization()
    {
        Setting setting;
        sandbox::PersonalAccessToken token;
        token.secret = QString::fromLatin1(accessToken);
        token.ownerObjectId = setting.server.world().administrator;
        token.scopes = {u"app_token"_s};
        setting.server.world().organizations.front().accessTokens.push_back(token);
        SignInWish wish;
        wish.method = SignInMethod::AccessToken;
        wish.accessToken = Secret(QByteArray(accessToken));
        wish.organization = *OrganizationName::parse(u"contoso"_s);
        const auto signedIn = await(signIn(setting.sessionContext(), wish, {}));
        if (!signedIn)
            QFAIL(qPrintable(signedIn.problem().findingId.toString()));
        QCOMPARE((*signedIn)->account().displayName, u"Jane Doe"_s);

        wish.accessToken = Secret(QByteArray(52, 'c'));
        QCOMPARE(setting.who(wish), u"access-token-refused"_s);
        // What cannot be one is not even sent.
        const qsizetype before = setting.server.requests().size();
        wish.accessToken = Secret(QByteArray("eyJhbGciOiJub25lIn0.eyJhdWQiOiJ4In0.c2ln"));
        QCOMPARE(setting.who(wish), u"access-token-invalid"_s);
        QCOMPARE(setting.server.requests().size(), before);
    }

    void aSignInIsKeptOnlyInTheKeychain_data()
    {
        QTest::addColumn<bool>("secret");
        QTest::addColumn<QString>("trouble");
        QTest::addColumn<bool>("mayBeThere");
        QTest::addRow("in the keychain") << true << QString() << true;
        QTest::addRow("for this session") << false << QString() << false;
        QTest::addRow("no keychain") << true << u"keychain-missing"_s << false;
        QTest::addRow("locked") << true << u"keychain-locked"_s << false;
        // What was written may land when nobody waits for it any more.
        QTest::addRow("silent") << true << u"keychain-not-answering"_s << true;
    }

    void aSignInIsKeptOnlyInTheKeychain()
    {
        QFETCH(bool, secret);
        QFETCH(QString, trouble);
        QFETCH(bool, mayBeThere);
        Setting setting;
        if (!trouble.isEmpty())
            setting.store->problem = Problem(FindingId::fromText(trouble), {});
        const SharedSignIn signIn = std::make_shared<AccessTokenSignIn>(setting.sessionContext().host,
                                                                        Secret(QByteArray(accessToken)));
        const Keeping keeping = await(
            keepSignIn(setting.sessionContext(), signIn, QString(), secret ? Keep::Secret : Keep::NoSecret));
        const bool isKept = secret && trouble.isEmpty();
        QCOMPARE(keeping.inKeychain, isKept);
        QCOMPARE(keeping.inProfile, isKept);
        QCOMPARE(keeping.problem ? keeping.problem->findingId.toString() : QString(), trouble);
        QCOMPARE(setting.store->kept.size(), isKept ? 1 : 0);
        QCOMPARE(setting.profile().signIn.isKept, mayBeThere);
        const auto file =
            setting.sessionContext().host.readFile(u"/home/jane/.config/signet/profiles.json"_s, 1 << 20);
        QVERIFY(!file || !file->contains(accessToken));
    }

    void signingOutForgetsEverything()
    {
        Setting setting;
        setting.keep(setting.keptSignIn());
        QCOMPARE(setting.who({}), u"browser"_s);
        QVERIFY(await(signOut(setting.sessionContext(), QString())));
        QVERIFY(setting.store->kept.isEmpty());
        QVERIFY(setting.profile().signIn.method.isEmpty());
        QVERIFY(!setting.profile().signIn.isKept);
        QCOMPARE(setting.profile().signIn.clientId, clientId);
        QCOMPARE(setting.who({}), u"sign-in-needed"_s);
        const auto again = await(signOut(setting.sessionContext(), QString()));
        QVERIFY(again && !*again);
    }

    void signingOutOfALockedKeychainLeavesTheProfile()
    {
        Setting setting;
        setting.keep(setting.keptSignIn());
        setting.store->problem = Problem(finding::keychainLocked, {});
        const auto left = await(signOut(setting.sessionContext(), QString()));
        QVERIFY(!left);
        QCOMPARE(left.problem().findingId.toString(), u"keychain-locked"_s);
        QVERIFY(setting.profile().signIn.isKept);
    }

    void whatCouldNotBeRemovedIsLeftForSigningOut_data()
    {
        QTest::addColumn<SignInMethod>("next");
        QTest::addColumn<QString>("who");
        QTest::addRow("a way without secret") << SignInMethod::AzureCli << u"azure-cli"_s;
        QTest::addRow("a secret that is not kept either") << SignInMethod::AccessToken << u"azure-cli"_s;
    }

    void whatCouldNotBeRemovedIsLeftForSigningOut()
    {
        QFETCH(SignInMethod, next);
        QFETCH(QString, who);
        Setting setting;
        setting.azIsSignedIn();
        setting.keep(setting.keptSignIn());
        setting.store->problem = Problem(finding::keychainLocked, {});
        const Host host = setting.sessionContext().host;
        SharedSignIn signIn = std::make_shared<AzureCliSignIn>(host, QString());
        if (next == SignInMethod::AccessToken)
            signIn = std::make_shared<AccessTokenSignIn>(host, Secret(QByteArray(accessToken)));
        const Keeping keeping = await(keepSignIn(setting.sessionContext(), signIn, QString(), Keep::Secret));
        QVERIFY(keeping.problem && !keeping.inKeychain);
        QCOMPARE(setting.store->kept.size(), 1);
        QVERIFY(setting.profile().signIn.isKept);
        // Nobody becomes again who was there before.
        setting.store->problem.reset();
        QCOMPARE(setting.who({}), who);
        QVERIFY(!await(keptAdministrator(setting.sessionContext())));
        QVERIFY(await(signOut(setting.sessionContext(), QString())));
        QVERIFY(setting.store->kept.isEmpty());
        QVERIFY(!setting.profile().signIn.isKept);
    }

    void whatLandsLateIsRemovedBySigningOut()
    {
        Setting setting;
        setting.store->problem = Problem(finding::keychainNotAnswering, {});
        setting.store->landsLate = true;
        const SharedSignIn signIn = std::make_shared<AccessTokenSignIn>(setting.sessionContext().host,
                                                                        Secret(QByteArray(accessToken)));
        const Keeping keeping = await(keepSignIn(setting.sessionContext(), signIn, QString(), Keep::Secret));
        QVERIFY(!keeping.inKeychain);
        setting.store->problem.reset();
        QCOMPARE(setting.who({}), u"sign-in-needed"_s);
        QVERIFY(await(signOut(setting.sessionContext(), QString())));
        QVERIFY(setting.store->kept.isEmpty());
    }

    void nothingIsKeptThatNoProfileNames()
    {
        Setting setting;
        FileImage broken;
        broken.text = "{";
        setting.image.files.insert(u"/home/jane/.config/signet/profiles.json"_s, broken);
        const SharedSignIn signIn = std::make_shared<AccessTokenSignIn>(setting.sessionContext().host,
                                                                        Secret(QByteArray(accessToken)));
        const Keeping keeping = await(keepSignIn(setting.sessionContext(), signIn, QString(), Keep::Secret));
        QVERIFY(keeping.problem);
        QCOMPARE(keeping.problem->findingId.toString(), u"profiles-file-invalid"_s);
        QVERIFY(!keeping.inKeychain);
        QVERIFY(setting.store->kept.isEmpty());
    }

    void theAppRegistrationStaysWithTheProfile()
    {
        Setting setting;
        setting.keep(setting.keptSignIn());
        const SharedSignIn signIn =
            std::make_shared<AzureCliSignIn>(setting.sessionContext().host, QString());
        const Keeping keeping =
            await(keepSignIn(setting.sessionContext(), signIn, QString(), Keep::NoSecret));
        QVERIFY(!keeping.problem);
        QCOMPARE(setting.profile().signIn.method, u"azure-cli"_s);
        QCOMPARE(setting.profile().signIn.clientId, clientId);
    }

    void aSignInThatIsNoLongerKeptIsNotWrittenBack_data()
    {
        QTest::addColumn<bool>("resumed"); // or only looked up
        QTest::addColumn<QString>("meanwhile");
        for (const bool resumed : {true, false}) {
            const char *how = resumed ? "signed in" : "looked up";
            QTest::addRow("%s, nothing happens", how) << resumed << QString();
            QTest::addRow("%s, signed out", how) << resumed << u"out"_s;
            QTest::addRow("%s, somebody else", how) << resumed << u"other"_s;
            QTest::addRow("%s, the same account anew", how) << resumed << u"anew"_s;
            QTest::addRow("%s, the same in another tenant", how) << resumed << u"tenant"_s;
        }
    }

    void aSignInThatIsNoLongerKeptIsNotWrittenBack()
    {
        QFETCH(bool, resumed);
        QFETCH(QString, meanwhile);
        Setting setting;
        setting.keep(setting.keptSignIn());
        SharedSignIn running;
        if (resumed) {
            const auto signedIn = await(signIn(setting.sessionContext(), {}, {}));
            QVERIFY(signedIn);
            running = *signedIn;
        } else {
            running = await(keptAdministrator(setting.sessionContext()));
        }
        QVERIFY(running);
        StoredSignIn other = running->stored();
        if (meanwhile == "out"_L1)
            QVERIFY(await(signOut(setting.sessionContext(), QString())));
        if (meanwhile == "other"_L1)
            other.account.objectId = u"another-object"_s;
        if (meanwhile == "tenant"_L1)
            other.tenant = u"fabrikam.example"_s;
        else
            other.secret = Secret(QByteArray("another-refresh-token"));
        if (!meanwhile.isEmpty() && meanwhile != "out"_L1)
            setting.keep(other);
        const auto before = setting.store->kept;
        // Each service is a renewal of its own, and each is written over the one before.
        for (const Resource resource : {Resource::ResourceManager, Resource::MicrosoftGraph})
            QVERIFY(await(running->credential(resource, {})));
        const auto &after = setting.store->kept;
        QCOMPARE(after.size(), before.size());
        const QString key = signInKey(u"default"_s);
        if (meanwhile.isEmpty()) {
            const auto stored = StoredSignIn::fromBytes(after.value(key));
            QVERIFY(stored);
            QCOMPARE(stored->secret.fingerprint(), running->stored().secret.fingerprint());
        } else {
            QCOMPARE(after.value(key).fingerprint(), before.value(key).fingerprint());
        }
    }

    void theIdentityThatWasChosenIsTheOneOfTheNextCommand()
    {
        Setting setting;
        sandbox::World &world = setting.server.world();
        sandbox::ManagedIdentity chosen;
        chosen.kind = sandbox::ManagedIdentity::Kind::UserAssigned;
        chosen.name = u"administrator"_s;
        chosen.tenantId = setting.person["tenantId"_L1].toString();
        chosen.objectId = u"7a1c8de2-35f4-4b60-9d17-c2e8f0a4b6d3"_s;
        chosen.clientId = u"1e2d3c4b-5a69-4788-9675-8493a2b1c0de"_s;
        world.identities.push_back(chosen);
        world.machine.userAssigned.append(chosen.objectId);
        SignInWish wish;
        wish.method = SignInMethod::ManagedIdentity;
        wish.identity = IdentitySelector(*ClientId::parse(chosen.clientId));
        const auto first = await(signIn(setting.sessionContext(), wish, {}));
        if (!first)
            QFAIL(qPrintable(first.problem().findingId.toString()));
        QCOMPARE((*first)->account().objectId, chosen.objectId);
        const Keeping keeping =
            await(keepSignIn(setting.sessionContext(), *first, QString(), Keep::NoSecret));
        QVERIFY(keeping.inProfile);

        const auto next = await(signIn(setting.sessionContext(), {}, {}));
        QVERIFY(next);
        QCOMPARE((*next)->account().objectId, chosen.objectId);
        // Which identity a command is about says nothing about who does it.
        SignInWish about;
        about.identity = IdentitySelector(*ClientId::parse(clientId));
        const auto same = await(signIn(setting.sessionContext(), about, {}));
        QVERIFY(same);
        QCOMPARE((*same)->account().objectId, chosen.objectId);

        ProfileStore file(setting.sessionContext().host);
        auto profiles = file.load();
        QVERIFY(profiles);
        Profile broken = profiles->current();
        broken.signIn.identity = QJsonObject{{u"clientId"_s, u"no id"_s}};
        QVERIFY(profiles->save(broken));
        QVERIFY(file.save(*profiles));
        QCOMPARE(setting.who({}), u"stored-sign-in-unreadable"_s);
    }

    void anOrganizationThatDoesNotAnswerIsNamedByItsAddress()
    {
        Setting setting;
        sandbox::Fault fault;
        fault.path = u"connectionData"_s;
        fault.kind = sandbox::Fault::Kind::ResetBefore;
        fault.times = 100;
        setting.server.world().faults.push_back(fault);
        SignInWish wish;
        wish.method = SignInMethod::AccessToken;
        wish.accessToken = Secret(QByteArray(accessToken));
        wish.organization = *OrganizationName::parse(u"contoso"_s);
        const auto failed = await(signIn(setting.sessionContext(), wish, {}));
        QVERIFY(!failed);
        QCOMPARE(failed.problem().findingId.toString(), u"network-failed"_s);
        QCOMPARE(failed.problem().evidence["url"_L1].toString(), u"https://dev.azure.com/contoso"_s);
    }

    void theCodeIsShownWhileItWaits()
    {
        Setting setting;
        SignInSession session(setting.sessionContext());
        session.setClientId(clientId);
        QStringList seen;
        connect(&session, &SignInSession::changed, this, [&] {
            if (session.deviceCode())
                seen.append(session.deviceCode()->userCode);
        });
        session.start(SignInMethod::DeviceCode);
        QVERIFY(session.state() == SignInSession::State::Working);
        QVERIFY(!session.account().isKnown());
        QTRY_VERIFY(session.state() == SignInSession::State::SignedIn);
        QVERIFY(!seen.isEmpty());
        QVERIFY(!session.deviceCode());
        QCOMPARE(session.account().displayName, u"Jane Doe"_s);
        QCOMPARE(session.equivalentCommand(SignInMethod::DeviceCode),
                 u"signet login --with device-code --client-id %1 --session"_s.arg(clientId));
        QVERIFY(setting.store->kept.isEmpty());
    }

    void whatThePersonWantsKeptIsThereTheNextTime()
    {
        Setting setting;
        {
            SignInSession session(setting.sessionContext());
            session.setClientId(clientId);
            session.setKeep(true);
            session.start(SignInMethod::DeviceCode);
            QTRY_VERIFY(session.state() == SignInSession::State::SignedIn);
            QTRY_COMPARE(setting.store->kept.size(), 1);
            QVERIFY(!session.keepProblem());
        }
        SignInSession next(setting.sessionContext());
        next.resume();
        QTRY_VERIFY(next.state() == SignInSession::State::SignedIn);
        QCOMPARE(next.account().displayName, u"Jane Doe"_s);
        next.signOut();
        QVERIFY(next.state() == SignInSession::State::SignedOut);
        QTRY_VERIFY(setting.store->kept.isEmpty());
    }

    void aKeychainThatFailsLeavesThePersonSignedIn()
    {
        Setting setting;
        setting.store->problem = Problem(finding::keychainMissing, {});
        SignInSession session(setting.sessionContext());
        session.setClientId(clientId);
        session.setKeep(true);
        session.start(SignInMethod::DeviceCode);
        QTRY_VERIFY(session.keepProblem().has_value());
        QCOMPARE(session.keepProblem()->findingId.toString(), u"keychain-missing"_s);
        QVERIFY(session.state() == SignInSession::State::SignedIn);
        QVERIFY(!session.problem());
    }

    void nobodyIsNoProblemUntilSomebodyAsks()
    {
        Setting setting;
        SignInSession session(setting.sessionContext());
        session.resume();
        QTRY_VERIFY(session.state() == SignInSession::State::SignedOut);
        QVERIFY(!session.problem());
        session.start(SignInMethod::AzureCli);
        QTRY_VERIFY(session.state() == SignInSession::State::SignedOut);
        QVERIFY(session.problem());
        QCOMPARE(session.problem()->findingId.toString(), u"az-not-found"_s);
    }

    void aStopIsHeardAndIsNoProblem()
    {
        Setting setting;
        setting.server.world().signIn.deviceCode = sandbox::InteractiveSignIn::DeviceCode::NeverTyped;
        SignInSession session(setting.sessionContext());
        session.setClientId(clientId);
        connect(&session, &SignInSession::changed, &session, [&session] {
            if (session.deviceCode())
                QMetaObject::invokeMethod(&session, &SignInSession::stop, Qt::QueuedConnection);
        });
        session.start(SignInMethod::DeviceCode);
        QTRY_VERIFY(session.state() == SignInSession::State::SignedOut);
        QVERIFY(!session.problem());
    }

    void aSessionThatGoesAwayIsNotCalled()
    {
        Setting setting;
        auto session = std::make_unique<SignInSession>(setting.sessionContext());
        session->setClientId(clientId);
        session->start(SignInMethod::Browser);
        QTRY_VERIFY(!session->browserAddress().isEmpty());
        session.reset();
        QTest::qWait(0);
    }

    void anotherTenantIsChosenFromTheList()
    {
        Setting setting;
        const QString other = u"f00dfeed-0000-4000-8000-000000000001"_s;
        sandbox::Tenant guests;
        guests.id = other;
        guests.name = u"Guests"_s;
        setting.server.world().tenants.push_back(guests);
        for (sandbox::Person &one : setting.server.world().persons)
            one.guestOf.append(other);
        setting.keep(setting.keptSignIn());
        SignInSession session(setting.sessionContext());
        session.resume();
        QTRY_VERIFY(session.state() == SignInSession::State::SignedIn);
        session.loadTenants();
        QTRY_COMPARE(session.tenants().size(), 2);
        const Account before = session.account();
        session.chooseTenant(other);
        QTRY_COMPARE(session.account().tenantId, other);
        QVERIFY(session.account().objectId != before.objectId);
        QVERIFY(session.state() == SignInSession::State::SignedIn);
        session.chooseTenant(u"nobody.example"_s);
        QTRY_VERIFY(session.problem().has_value());
        QCOMPARE(session.problem()->findingId.toString(), u"tenant-id-wrong"_s);
        QCOMPARE(session.account().tenantId, other);
    }

    void aTenantIsLeftOnTheWayAndNothingHappened()
    {
        Setting setting;
        const QString other = u"f00dfeed-0000-4000-8000-000000000001"_s;
        setting.keep(setting.keptSignIn());
        SignInSession session(setting.sessionContext());
        session.resume();
        QTRY_VERIFY(session.state() == SignInSession::State::SignedIn);
        const Account before = session.account();
        session.chooseTenant(other);
        // Nobody works as somebody who is just being changed.
        QVERIFY(session.state() == SignInSession::State::Working);
        QVERIFY(!session.signIn());
        session.stop();
        QTRY_VERIFY(session.state() == SignInSession::State::SignedIn);
        QCOMPARE(session.account(), before);
        QVERIFY(!session.problem());
    }

    void theTenantOfTheOrganizationServesWhereNoneIsNamed_data()
    {
        QTest::addColumn<QString>("organizations");
        QTest::addColumn<QString>("named");
        QTest::addColumn<QString>("result"); // tenant or finding
        const QString contoso = u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s;
        const QString other = u"f00dfeed-0000-4000-8000-000000000001"_s;
        QTest::addRow("known") << contoso << QString() << contoso;
        QTest::addRow("not known") << QString() << QString() << u"app-not-in-tenant"_s;
        QTest::addRow("another one is named") << other << contoso << contoso;
    }

    void theTenantOfTheOrganizationServesWhereNoneIsNamed()
    {
        QFETCH(QString, organizations);
        QFETCH(QString, named);
        QFETCH(QString, result);
        Setting setting;
        // As they are made where nobody says otherwise.
        setting.server.world().applications.front().multiTenant = false;
        SignInSession session(setting.sessionContext());
        session.setClientId(clientId);
        session.setOrganizationTenant(organizations);
        session.setTenant(named);
        session.start(SignInMethod::DeviceCode);
        QTRY_VERIFY(session.state() != SignInSession::State::Working);
        QCOMPARE(session.problem() ? session.problem()->findingId.toString() : session.account().tenantId,
                 result);
        // The other ways have a tenant of their own.
        QVERIFY(!session.equivalentCommand(SignInMethod::AzureCli).contains(organizations)
                || organizations.isEmpty() || !named.isEmpty());
    }

    void aClientIdIsNeededForDeviceCodeAndBrowserOnly()
    {
        Setting setting;
        SignInSession session(setting.sessionContext());
        for (const SignInMethod method : signInMethods)
            QCOMPARE(session.canStart(method), !needsClientId(method));
        session.setClientId(u"signet"_s);
        QVERIFY(!session.canStart(SignInMethod::Browser));
        QVERIFY(session.clientIdProblem());
        QCOMPARE(session.clientIdProblem()->findingId.toString(), u"input-not-a-guid"_s);
        session.setClientId(clientId);
        QVERIFY(session.canStart(SignInMethod::Browser));
        QVERIFY(!session.clientIdProblem());
        session.start(SignInMethod::DeviceCode);
        QVERIFY(!session.canStart(SignInMethod::AzureCli));
        QTRY_VERIFY(session.state() == SignInSession::State::SignedIn);
        // From here on the profile knows it.
        QTRY_COMPARE(session.profileClientId(), clientId);
        session.signOut();
        session.setClientId({});
        QVERIFY(session.canStart(SignInMethod::Browser));
    }

    void everyWayIsExplained()
    {
        QCOMPARE(signInWays().size(), qsizetype(signInMethods.size()));
        for (const SignInWay &way : signInWays())
            QVERIFY(!way.title.isEmpty() && way.explanation.endsWith(u'.'));
    }
};

QTEST_GUILESS_MAIN(TestSignInSession)
#include "tst_signinsession.moc"
