#include "core/sandbox/sandboxserver.h"
#include "core/sandbox/world/tokenissuer.h"
#include "core/signin/accesstokensignin.h"
#include "core/signin/azureclisignin.h"
#include "core/signin/managedidentitysignin.h"
#include "tests/support/await.h"
#include "tests/support/words.h"

#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace signet;

namespace {

const QString tenantId = u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s;
constexpr qint64 now = 1790000000;

// Readable, and signed by nobody.
QByteArray tokenUntil(qint64 expires)
{
    const QByteArray payload =
        QJsonDocument(QJsonObject{{u"aud"_s, u"499b84ac-1321-427f-aa17-267ca6975798"_s},
                                  {u"tid"_s, tenantId},
                                  {u"oid"_s, u"0badc0de-1122-4334-9556-778899001122"_s},
                                  {u"name"_s, u"Jane Doe"_s},
                                  {u"upn"_s, u"jane@contoso.example"_s},
                                  {u"idtyp"_s, u"user"_s},
                                  {u"scp"_s, u"user_impersonation"_s},
                                  {u"exp"_s, expires}})
            .toJson(QJsonDocument::Compact);
    const auto part = [](const QByteArray &text) {
        return text.toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals);
    };
    return part("{\"alg\":\"RS256\",\"typ\":\"JWT\"}") + '.' + part(payload) + ".planted-signature";
}

CommandOutcome printed(const QByteArray &out, int exitCode = 0, const QByteArray &err = {})
{
    CommandOutcome outcome;
    outcome.exitCode = exitCode;
    outcome.standardOutput = out;
    outcome.standardError = err;
    return outcome;
}

HostImage machine(const QStringList &files, const QString &path)
{
    HostImage image;
    image.clock = now;
    image.env.insert(u"PATH"_s, path);
    for (const QString &file : files)
        image.files.insert(file, FileImage());
    return image;
}

} // namespace

class TestAzureCliSignIn : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void onlyAbsoluteEntriesOfThePathAreLookedInto_data()
    {
        QTest::addColumn<Platform>("platform");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QStringList>("files");
        QTest::addColumn<QStringList>("found");
        QTest::addRow("usual") << Platform::Linux << u"/usr/local/bin:/usr/bin"_s
                               << QStringList{u"/usr/bin/az"_s} << QStringList{u"/usr/bin/az"_s};
        QTest::addRow("first of two") << Platform::Linux << u"/opt/az/bin/:/usr/bin"_s
                                      << QStringList{u"/usr/bin/az"_s, u"/opt/az/bin/az"_s}
                                      << QStringList{u"/opt/az/bin/az"_s, u"/usr/bin/az"_s};
        QTest::addRow("here, and relative")
            << Platform::Linux << u".::bin:~/bin"_s
            << QStringList{u"az"_s, u"./az"_s, u"bin/az"_s, u"/az"_s, u"~/bin/az"_s} << QStringList();
        QTest::addRow("named twice") << Platform::Linux << u"/usr/bin:/usr/bin"_s
                                     << QStringList{u"/usr/bin/az"_s} << QStringList{u"/usr/bin/az"_s};
        QTest::addRow("nowhere") << Platform::Linux << u"/usr/bin"_s << QStringList() << QStringList();
        QTest::addRow("no path") << Platform::Linux << QString() << QStringList{u"/az"_s} << QStringList();
        QTest::addRow("Windows") << Platform::Windows << u"C:\\Windows;.;C:\\CLI2\\wbin\\"_s
                                 << QStringList{u"C:\\CLI2\\wbin\\az.cmd"_s, u"C:\\CLI2\\wbin\\az"_s,
                                                u".\\az.cmd"_s}
                                 << QStringList{u"C:\\CLI2\\wbin\\az.cmd"_s};
    }

    void onlyAbsoluteEntriesOfThePathAreLookedInto()
    {
        QFETCH(Platform, platform);
        QFETCH(QString, path);
        QFETCH(QStringList, files);
        QFETCH(QStringList, found);
        HostImage image = machine(files, path);
        image.platform = platform;
        QCOMPARE(azureCliPrograms(Host::from(image)), found);
    }

    void whatThePrintedTokenSaysIsTaken_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<qint64>("expires");
        QTest::addRow("since 2.54") << QByteArray("\"expires_on\":1790003600,\"expiresOn\":\"2001-01-01\"")
                                    << now + 3600;
        QTest::addRow("a text") << QByteArray("\"expires_on\":\"1790003600\"") << now + 3600;
        QTest::addRow("before: the token itself")
            << QByteArray("\"expiresOn\":\"2026-09-21 17:13:20.000000\"") << now + 4000;
        QTest::addRow("nothing but the token") << QByteArray("\"tokenType\":\"Bearer\"") << now + 4000;
    }

    void whatThePrintedTokenSaysIsTaken()
    {
        QFETCH(QByteArray, fields);
        QFETCH(qint64, expires);
        const QByteArray token = tokenUntil(now + 4000);
        for (const QByteArray &before : {QByteArray(), QByteArray("\xef\xbb\xbf"), QByteArray("\r\n")}) {
            const auto answer = readAzureCliOutput(
                printed(before + "{\"accessToken\":\"" + token + "\",\"tenant\":\"T\"," + fields + "}\n", 0,
                        "WARNING: A new version is there.\n"),
                {});
            QVERIFY(answer);
            QCOMPARE(answer->token.reveal(), token);
            QCOMPARE(answer->expiresOn, expires);
            QCOMPARE(answer->tenant, u"T"_s);
        }
    }

    void whatItComplainsAboutHasAFinding_data()
    {
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("out");
        QTest::addColumn<QByteArray>("err");
        QTest::addColumn<QString>("finding");
        const auto row = [](const char *name, const QByteArray &err, const QString &finding, int exitCode = 1,
                            const QByteArray &out = {}) {
            QTest::addRow("%s", name) << exitCode << out << err << finding;
        };
        row("never signed in", "ERROR: Please run 'az login' to setup account.\n", u"az-not-signed-in"_s);
        row("account gone", "ERROR: User 'a@b.example' does not exist in MSAL token cache. Run `az login`.\n",
            u"az-not-signed-in"_s);
        row("in other words", "ERROR: Please run: az login\n", u"az-not-signed-in"_s);
        row("device", "ERROR: AADSTS50097: Device authentication is required.\n",
            u"sign-in-interaction-required"_s);
        row("expired", "ERROR: AADSTS700082: The refresh token has expired due to inactivity.\naz login\n",
            u"az-not-signed-in"_s);
        row("revoked", "ERROR: AADSTS50173: The provided grant has expired.\n", u"az-not-signed-in"_s);
        row("second factor", "ERROR: AADSTS50076: you must use multi-factor authentication.\naz login\n",
            u"sign-in-interaction-required"_s);
        row("policy", "ERROR: AADSTS53003: Access has been blocked.\naz login\n",
            u"conditional-access-blocked"_s);
        row("not of the tenant", "ERROR: AADSTS50020: User account 'x' does not exist in tenant 'y'.\n",
            u"wrong-account-signed-in"_s);
        row("no such tenant", "ERROR: AADSTS90002: Tenant 'x' not found.\n", u"tenant-id-wrong"_s);
        row("a code that is new", "ERROR: AADSTS9999999: Something else.\n", u"sign-in-refused"_s);
        row("interaction", "ERROR: interaction_required\n", u"sign-in-interaction-required"_s);
        row("no program behind cmd", "'az' is not recognized as an internal or external command,\r\n",
            u"az-not-found"_s);
        row("no program behind sh", "", u"az-not-found"_s, 127);
        row("anything else", "Traceback (most recent call last):\n", u"az-not-answering"_s);
        row("nothing", "", u"az-not-answering"_s);
        row("no JSON", "", u"az-not-answering"_s, 0, "hello");
        row("no token", "", u"az-not-answering"_s, 0, "{\"accessToken\":\"\"}");
    }

    void whatItComplainsAboutHasAFinding()
    {
        QFETCH(int, exitCode);
        QFETCH(QByteArray, out);
        QFETCH(QByteArray, err);
        QFETCH(QString, finding);
        const auto answer = readAzureCliOutput(printed(out, exitCode, err), {{u"tenantId"_s, tenantId}});
        QVERIFY(!answer);
        QCOMPARE(answer.problem().findingId.toString(), finding);
        QCOMPARE(answer.problem().evidence["tenantId"_L1].toString(), tenantId);
    }

    void howItEndsHasAFinding_data()
    {
        using End = CommandOutcome::End;
        QTest::addColumn<End>("end");
        QTest::addColumn<QString>("finding");
        QTest::addRow("not there") << End::NotFound << u"az-not-found"_s;
        QTest::addRow("too slow") << End::TimedOut << u"az-not-answering"_s;
        QTest::addRow("crashed") << End::Crashed << u"az-not-answering"_s;
        QTest::addRow("stopped") << End::Stopped << u"run-stopped"_s;
    }

    void howItEndsHasAFinding()
    {
        QFETCH(CommandOutcome::End, end);
        QFETCH(QString, finding);
        CommandOutcome outcome;
        outcome.end = end;
        QCOMPARE(readAzureCliOutput(outcome, {}).problem().findingId.toString(), finding);
    }

    void aComplaintIsQuotedWithoutSecrets()
    {
        const QByteArray planted = tokenUntil(now);
        const auto answer = readAzureCliOutput(printed({}, 1, "ERROR: refused Bearer " + planted + "\n"), {});
        QVERIFY(!answer);
        const QByteArray evidence = QJsonDocument(answer.problem().evidence).toJson();
        QVERIFY(evidence.contains("refused"));
        QVERIFY2(!evidence.contains("planted"), evidence.constData());
    }

    // A program that this machine really starts.
    void theProgramIsStartedWithoutAShellAndOnceForEachService()
    {
#ifdef Q_OS_WIN
        QSKIP("the program is a shell script");
#else
        QTemporaryDir folder;
        QFile script(folder.filePath(u"az"_s));
        QVERIFY(script.open(QIODevice::WriteOnly));
        script.write("#!/bin/sh\nprintf '%s\\n' \"$*\" >> \"$0.log\"\n"
                     "echo '{\"accessToken\":\""
                     + tokenUntil(4000000000) + "\",\"expires_on\":4000000000}'\n");
        script.close();
        QVERIFY(script.setPermissions(QFile::ReadOwner | QFile::ExeOwner));
        const QByteArray before = qgetenv("PATH");
        qputenv("PATH", ".:" + folder.path().toLocal8Bit() + ":" + before);
        const Host host = Host::real();
        qputenv("PATH", before);

        AzureCliSignIn signIn(host, tenantId);
        for (int i = 0; i < 2; ++i) {
            QVERIFY(await(signIn.credential(Resource::AzureDevOps, {})));
            QVERIFY(await(signIn.credential(Resource::ResourceManager, {})));
        }
        QCOMPARE(signIn.account().label(), u"Jane Doe (jane@contoso.example)"_s);
        QCOMPARE(signIn.account().tenantId, tenantId);
        QFile log(folder.filePath(u"az.log"_s));
        QVERIFY(log.open(QIODevice::ReadOnly));
        QCOMPARE(
            QString::fromUtf8(log.readAll()),
            u"account get-access-token --resource 499b84ac-1321-427f-aa17-267ca6975798 -o json --tenant %1\n"
            "account get-access-token --resource https://management.azure.com/ -o json --tenant %1\n"_s.arg(
                tenantId));
#endif
    }

    void anArgumentThatIsNoTenantStartsNothing_data()
    {
        QTest::addColumn<QString>("tenant");
        QTest::addRow("two commands") << u"x & calc"_s;
        QTest::addRow("an option") << u"--debug"_s;
        QTest::addRow("a quote") << u"a\"b.example"_s;
        QTest::addRow("a variable") << u"%PATH%.example"_s;
    }

    void anArgumentThatIsNoTenantStartsNothing()
    {
        QFETCH(QString, tenant);
        AzureCliSignIn signIn(Host::from(machine({u"/usr/bin/az"_s}, u"/usr/bin"_s)), tenant);
        const auto credential = await(signIn.credential(Resource::AzureDevOps, {}));
        QVERIFY(!credential);
        QCOMPARE(credential.problem().findingId.toString(), u"tenant-id-wrong"_s);
    }

    void aPersonalAccessTokenOpensAzureDevOpsOnly()
    {
        const QByteArray plain(52, 'a');
        const auto token = parseAccessToken(Secret(QByteArray(" " + plain + "\r\n")));
        QVERIFY(token);
        AccessTokenSignIn signIn(Host::from(machine({}, {})), *token);
        const auto devOps = await(signIn.credential(Resource::AzureDevOps, {}));
        QVERIFY(devOps);
        QVERIFY(devOps->scheme == Credential::Scheme::AccessToken);
        QCOMPARE(devOps->secret.reveal(), plain);
        for (const Resource resource : {Resource::ResourceManager, Resource::MicrosoftGraph}) {
            const auto other = await(signIn.credential(resource, {}));
            QVERIFY(!other);
            QCOMPARE(other.problem().findingId.toString(), u"access-token-not-for"_s);
        }
        QVERIFY(!signIn.inTenant(tenantId));
    }

    void whatIsNoPersonalAccessTokenIsRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addRow("nothing") << QByteArray();
        QTest::addRow("white space") << QByteArray(" \n");
        QTest::addRow("a token of Entra") << tokenUntil(now);
        QTest::addRow("a password") << QByteArray("planted");
        QTest::addRow("a sentence") << QByteArray("planted this is no token at all, it is text");
        QTest::addRow("far too long") << QByteArray(5000, 'a');
    }

    void whatIsNoPersonalAccessTokenIsRefused()
    {
        QFETCH(QByteArray, text);
        const auto token = parseAccessToken(Secret(std::move(text)));
        QVERIFY(!token);
        QCOMPARE(token.problem().findingId.toString(), u"access-token-invalid"_s);
        QVERIFY(!QJsonDocument(token.problem().evidence).toJson().contains("planted"));
    }

    void theIdentityOfTheMachineSignsIn()
    {
        sandbox::SandboxServer server(*sandbox::Scenario::named(u"healthy"_s));
        QVERIFY(server.listen());
        NetSettings settings;
        settings.simulatedAzure = server.url();
        const auto image = HostImage::fromJson(server.scenario().hostImage);
        QVERIFY(image);
        const Http http(Host::from(*image), settings);
        const SharedSignIn signIn = std::make_shared<ManagedIdentitySignIn>(http);
        const auto proved = await(proven(signIn, {}));
        if (!proved)
            QFAIL(qPrintable(proved.problem().findingId.toString()));
        QVERIFY(!signIn->account().objectId.isEmpty());
        QVERIFY(signIn->account().kind != "person"_L1);

        server.world().machine.systemAssigned.reset();
        server.world().machine.userAssigned.clear();
        const SharedSignIn nobody = std::make_shared<ManagedIdentitySignIn>(http);
        const auto failed = await(proven(nobody, {}));
        QVERIFY(!failed);
        QCOMPARE(failed.problem().findingId.toString(), u"managed-identity-not-answering"_s);
    }

    void waysHaveNames()
    {
        for (const SignInMethod method : signInMethods)
            QVERIFY(signInMethodFromString(word(method)) == method);
        QVERIFY(!signInMethodFromString(u"password"));
    }
};

QTEST_GUILESS_MAIN(TestAzureCliSignIn)
#include "tst_azureclisignin.moc"
