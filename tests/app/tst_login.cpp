#include "tests/support/program.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

// Signing in and naming profiles by the built program, in a home of its own.

namespace {

// Has the form of a personal access token and is one of nobody.
const QByteArray plantedToken = "plantedplantedplantedplantedplantedplantedplantedpla";
const QString clientId = u"04b07795-8ddb-461a-bbee-02f9e1bf7b46"_s;

class Home {
public:
    Home() { QDir(m_directory.path()).mkpath(u"bin"_s); }

    QProcessEnvironment environment() const
    {
        QProcessEnvironment environment = cleanEnvironment();
        for (const QString &name :
             {u"DBUS_SESSION_BUS_ADDRESS"_s, u"DISPLAY"_s, u"WAYLAND_DISPLAY"_s, u"XDG_CURRENT_DESKTOP"_s})
            environment.remove(name);
        environment.insert(u"HOME"_s, m_directory.path());
        environment.insert(u"XDG_CONFIG_HOME"_s, m_directory.filePath(u"config"_s));
        // No keyring of whoever runs the tests.
        environment.insert(u"XDG_RUNTIME_DIR"_s, m_directory.filePath(u"run"_s));
        environment.insert(u"PATH"_s, m_directory.filePath(u"bin"_s));
        return environment;
    }
    // A program called az that prints this.
    void addAz(const QByteArray &script) const
    {
        QFile az(m_directory.filePath(u"bin/az"_s));
        if (!az.open(QIODevice::WriteOnly))
            qFatal("cannot write az");
        az.write("#!/bin/sh\n" + script);
        az.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
    }
    ProgramRun run(const QStringList &arguments, const QByteArray &input = {}) const
    {
        return runProgram(arguments, input, environment(), m_directory.path());
    }
    // All that is in its files.
    QByteArray everything() const
    {
        QByteArray all;
        QDirIterator files(m_directory.path(), QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            QFile file(files.next());
            if (file.open(QIODevice::ReadOnly))
                all += file.readAll();
        }
        return all;
    }

private:
    QTemporaryDir m_directory;
};

} // namespace

class TestLogin : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void thePersonOfTheScenarioIsSignedIn()
    {
        const Home home;
        const ProgramRun shown = home.run({u"login"_s, u"--show"_s, u"--sandbox"_s, u"healthy"_s});
        QCOMPARE(shown.exitCode, 0);
        QVERIFY(shown.out.contains("Jane Doe (jane@contoso.example)"));
        const ProgramRun json =
            home.run({u"login"_s, u"--sandbox"_s, u"healthy"_s, u"--output"_s, u"json"_s, u"--no-input"_s});
        QCOMPARE(json.exitCode, 0);
        QCOMPARE(json.json()["account"_L1]["userName"_L1].toString(), u"jane@contoso.example"_s);
        QCOMPARE(json.json()["remembered"_L1].toString(), u"no"_s);
        QVERIFY(home.everything().isEmpty());
    }

    void eachWayWorksInTheSimulation_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("kind");
        QTest::addRow("device code") << QStringList{u"device-code"_s, u"--client-id"_s, clientId}
                                     << u"person"_s;
        QTest::addRow("browser") << QStringList{u"browser"_s, u"--client-id"_s, clientId} << u"person"_s;
        QTest::addRow("browser, in a tenant")
            << QStringList{u"browser"_s, u"--client-id"_s, clientId, u"--tenant"_s, u"contoso.example"_s}
            << u"person"_s;
        QTest::addRow("managed identity") << QStringList{u"managed-identity"_s} << u"system-assigned"_s;
    }

    void eachWayWorksInTheSimulation()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, kind);
        const Home home;
        const ProgramRun run =
            home.run(QStringList{u"login"_s, u"--with"_s} + arguments
                     + QStringList{u"--sandbox"_s, u"healthy"_s, u"--output"_s, u"json"_s});
        QVERIFY2(run.exitCode == 0, run.err.constData());
        QCOMPARE(run.json()["method"_L1].toString(), arguments.first());
        QCOMPARE(run.json()["account"_L1]["kind"_L1].toString(), kind);
        // The mark of every token of the simulation.
        QVERIFY(!(run.out + run.err).contains("c2lnbmV0LXNhbmRib3gtdG9rZW4"));
        QVERIFY(home.everything().isEmpty());
    }

    void nobodySignedInIsExitCodeFour_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArray>("says");
        QTest::addRow("no way") << QStringList() << QByteArray("You are not signed in");
        QTest::addRow("no az") << QStringList{u"--with"_s, u"azure-cli"_s}
                               << QByteArray("The Azure CLI was not found in PATH");
        QTest::addRow("no client id")
            << QStringList{u"--with"_s, u"browser"_s} << QByteArray("needs an app registration's client id");
        QTest::addRow("nobody may be asked")
            << QStringList{u"--with"_s, u"device-code"_s, u"--client-id"_s, clientId, u"--no-input"_s}
            << QByteArray("You are not signed in");
        QTest::addRow("shown") << QStringList{u"--show"_s} << QByteArray("You are not signed in");
    }

    void nobodySignedInIsExitCodeFour()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArray, says);
        const Home home;
        const ProgramRun run = home.run(QStringList{u"login"_s} + arguments);
        QCOMPARE(run.exitCode, 4);
        QVERIFY2(run.err.contains(says), run.err.constData());
        QVERIFY(run.out.isEmpty());
        QVERIFY(home.everything().isEmpty());
    }

    void theLoginOfTheAzureCliIsRememberedByName()
    {
        const Home home;
        home.addAz("echo '{\"accessToken\":\"eyJhbGciOiJub25lIn0."
                   + QByteArray("{\"oid\":\"0badc0de-1122-4334-9556-778899001122\",\"name\":\"Jane Doe\","
                                "\"upn\":\"jane@contoso.example\",\"idtyp\":\"user\"}")
                         .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
                   + ".plantedsignature\",\"expires_on\":4000000000}'\n");
        const ProgramRun run = home.run({u"login"_s, u"--with"_s, u"azure-cli"_s});
        QVERIFY2(run.exitCode == 0, run.err.constData());
        QVERIFY(run.out.contains("Jane Doe (jane@contoso.example)"));
        QVERIFY(home.everything().contains("\"method\": \"azure-cli\""));
        // In the program called az, and nowhere else.
        QCOMPARE(home.everything().count("plantedsignature"), 1);
        const ProgramRun profile = home.run({u"profile"_s, u"--output"_s, u"json"_s});
        QCOMPARE(profile.json()["signIn"_L1]["method"_L1].toString(), u"azure-cli"_s);
        QCOMPARE(home.run({u"login"_s, u"--show"_s}).exitCode, 0);
        const ProgramRun out = home.run({u"logout"_s});
        QCOMPARE(out.exitCode, 0);
        QVERIFY(out.out.contains("Signed out: Jane Doe"));
        QVERIFY(home.run({u"profile"_s, u"--output"_s, u"json"_s}).json()["signIn"_L1].isNull());
        for (const ProgramRun &one : {run, profile, out})
            QVERIFY(!(one.out + one.err).contains("plantedsignature"));
    }

    void aTokenComesInOnStandardInputAndGoesNowhere_data()
    {
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("exitCode");
        QTest::addRow("for this command") << QStringList{u"--session"_s} << 0;
        QTest::addRow("nothing said") << QStringList() << 0;
        // There is no keychain here: said, and never a file in its place.
        QTest::addRow("to be kept") << QStringList{u"--keep"_s} << 1;
        QTest::addRow("verbose") << QStringList{u"--verbose"_s, u"--session"_s} << 0;
        QTest::addRow("json") << QStringList{u"--session"_s, u"--output"_s, u"json"_s} << 0;
    }

    void aTokenComesInOnStandardInputAndGoesNowhere()
    {
        QFETCH(QStringList, options);
        QFETCH(int, exitCode);
        const Home home;
        const ProgramRun run =
            home.run(QStringList{u"login"_s, u"--with"_s, u"access-token"_s} + options, plantedToken + '\n');
        QVERIFY2(run.exitCode == exitCode, run.err.constData());
        QVERIFY(!run.out.isEmpty());
        if (exitCode != 0)
            QVERIFY2(run.err.contains("keychain"), run.err.constData());
        QVERIFY(!(run.out + run.err + home.everything()).contains("planted"));
        QVERIFY(!(run.out + run.err + home.everything()).contains(plantedToken.toBase64()));
    }

    void whatIsNoTokenIsRefusedWithoutQuotingIt_data()
    {
        QTest::addColumn<QByteArray>("input");
        QTest::addRow("nothing") << QByteArray();
        QTest::addRow("too short") << QByteArray("planted\n");
        QTest::addRow("a sentence") << QByteArray("planted words that are no token\n");
        QTest::addRow("of Entra") << QByteArray("eyJplanted.eyJplanted.planted\n");
    }

    void whatIsNoTokenIsRefusedWithoutQuotingIt()
    {
        QFETCH(QByteArray, input);
        const Home home;
        const ProgramRun run = home.run({u"login"_s, u"--with"_s, u"access-token"_s}, input);
        QCOMPARE(run.exitCode, 1);
        QVERIFY(run.err.contains("not a personal access token"));
        QVERIFY(!(run.out + run.err).contains("planted"));
    }

    void aTokenIsNoArgument()
    {
        const Home home;
        const ProgramRun run =
            home.run({u"login"_s, u"--with"_s, u"access-token"_s, QString::fromLatin1(plantedToken)});
        QCOMPARE(run.exitCode, 1);
        QVERIFY2(!(run.out + run.err).contains("planted"), run.err.constData());
    }

    // Whoever signs in as an administrator runs no Terraform and is no managed identity.
    void aFailedSignInSpeaksToThePersonWhoSignsIn_data()
    {
        QTest::addColumn<QByteArray>("az");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<QByteArray>("says");
        const auto row = [](const char *name, const QByteArray &error, const char *says, int exitCode = 4) {
            QTest::newRow(name) << "echo \"ERROR: " + error + "\" >&2; exit 1\n"
                                << exitCode << QByteArray(says);
        };
        row("nobody", "Please run 'az login' to setup account.", "$ az login");
        row("expired", "AADSTS700082: The refresh token has expired.", "$ az login");
        row("second factor", "AADSTS50076: Due to a configuration change, you must use MFA.", "in a browser");
        row("policy", "AADSTS53003: Access has been blocked.", "policy");
        row("app unknown", "AADSTS700016: Application was not found.", "app registration");
        row("no consent", "AADSTS65001: The user has not consented.", "consent");
        row("not assigned", "AADSTS50105: The signed in user is not assigned to a role.", "assign");
        row("Azure DevOps unknown", "AADSTS500011: The resource principal was not found.",
            "$ signet login --tenant");
        row("scope", "AADSTS70011: The provided value for scope is not valid.", "scope", 1);
        row("another directory", "AADSTS50020: User account does not exist in tenant.", "account");
        row("tenant", "AADSTS90002: Tenant was not found.", "--tenant", 1);
        row("anything else", "AADSTS16000: something.", "$ signet login --help");
        row("a fault", "Segmentation fault", "$ az account get-access-token", 5);
    }

    void aFailedSignInSpeaksToThePersonWhoSignsIn()
    {
        QFETCH(QByteArray, az);
        QFETCH(int, exitCode);
        QFETCH(QByteArray, says);
        const Home home;
        home.addAz(az);
        const ProgramRun run = home.run({u"login"_s, u"--with"_s, u"azure-cli"_s});
        QVERIFY2(run.exitCode == exitCode, run.err.constData());
        QVERIFY2(run.err.contains(says), run.err.constData());
        for (const char *foreign :
             {"erraform", "use_msi", "ARM_", "provider", "signet token", "signet diagnose"})
            QVERIFY2(!run.err.contains(foreign), run.err.constData());
    }

    void whatWasNotTypedIsToldWithItsPlace_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QByteArrayList>("says");
        QTest::addColumn<QByteArrayList>("never");
        QTest::addColumn<QByteArray>("block");
        const QByteArrayList variables{"AZDO_ORG_SERVICE_URL is set to https://dev.azure.com/fabrikam",
                                       "ARM_CLIENT_ID is set to 3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"};
        QTest::newRow("variables")
            << QStringList{}
            << QByteArrayList{"Organization: https://dev.azure.com/fabrikam, from variable "
                              "AZDO_ORG_SERVICE_URL.",
                              "Client id: 3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617, from variable "
                              "ARM_CLIENT_ID."}
            << QByteArrayList{"is set to"} << QByteArray("dev.azure.com/fabrikam");
        QTest::newRow("a profile goes before them")
            << QStringList{u"use"_s}
            << QByteArrayList{"Organization: https://dev.azure.com/contoso, from the profile work."}
                + variables
            << QByteArrayList{} << QByteArray("dev.azure.com/contoso");
        QTest::newRow("options go before all")
            << QStringList{u"use"_s, u"--org"_s, u"litware"_s, u"--client-id"_s, clientId} << QByteArrayList{}
            << QByteArrayList{"Organization:", "Client id:", "is set to"}
            << QByteArray("dev.azure.com/litware");
    }

    void whatWasNotTypedIsToldWithItsPlace()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QByteArrayList, says);
        QFETCH(QByteArrayList, never);
        QFETCH(QByteArray, block);
        const Home home;
        QCOMPARE(home.run({u"profile"_s, u"save"_s, u"work"_s, u"--org"_s, u"contoso"_s, u"--client-id"_s,
                           clientId})
                     .exitCode,
                 0);
        if (arguments.removeOne(u"use"_s))
            QCOMPARE(home.run({u"profile"_s, u"use"_s, u"work"_s}).exitCode, 0);
        QProcessEnvironment environment = home.environment();
        environment.insert(u"AZDO_ORG_SERVICE_URL"_s, u"https://dev.azure.com/fabrikam"_s);
        environment.insert(u"ARM_CLIENT_ID"_s, u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s);
        const ProgramRun run =
            runProgram(QStringList{u"terraform"_s, u"block"_s} + arguments, {}, environment);
        QCOMPARE(run.exitCode, 0);
        QVERIFY2(run.out.contains(block), run.out.constData());
        for (const QByteArray &text : says)
            QVERIFY2(run.err.contains(text), run.err.constData());
        for (const QByteArray &text : never)
            QVERIFY2(!run.err.contains(text), run.err.constData());
    }

    void profilesAreSavedUsedAndRemoved()
    {
        const Home home;
        QVERIFY(home.run({u"profile"_s, u"list"_s}).out.contains("no profiles yet"));
        const ProgramRun saved = home.run({u"profile"_s, u"save"_s, u"production"_s, u"--org"_s, u"contoso"_s,
                                           u"--client-id"_s, clientId, u"--output"_s, u"json"_s});
        QVERIFY2(saved.exitCode == 0, saved.err.constData());
        QCOMPARE(saved.json()["organization"_L1].toString(), u"https://dev.azure.com/contoso"_s);
        QCOMPARE(saved.json()["clientId"_L1].toString(), clientId);
        QVERIFY(saved.json()["objectId"_L1].isNull());
        QVERIFY(!saved.json()["current"_L1].toBool());

        QCOMPARE(home.run({u"profile"_s, u"use"_s, u"production"_s}).exitCode, 0);
        const QByteArray block = home.run({u"terraform"_s, u"block"_s}).out;
        QVERIFY(block.contains("https://dev.azure.com/contoso") && block.contains(clientId.toLatin1()));
        // What is typed goes before it.
        const QByteArray other =
            home.run({u"terraform"_s, u"block"_s, u"--org"_s, u"fabrikam"_s, u"--object-id"_s, clientId}).out;
        QVERIFY(other.contains("https://dev.azure.com/fabrikam") && !other.contains(clientId.toLatin1()));
        // What is not given stays.
        const ProgramRun changed = home.run(
            {u"profile"_s, u"save"_s, u"production"_s, u"--org"_s, u"fabrikam"_s, u"--output"_s, u"json"_s});
        QCOMPARE(changed.json()["clientId"_L1].toString(), clientId);
        QVERIFY(changed.json()["current"_L1].toBool());

        const ProgramRun unknown = home.run({u"profile"_s, u"use"_s, u"prod"_s});
        QCOMPARE(unknown.exitCode, 1);
        QVERIFY(unknown.err.contains("There is no profile \"prod\""));
        QCOMPARE(home.run({u"profile"_s, u"save"_s, u"a/b"_s}).exitCode, 1);
        QCOMPARE(home.run({u"profile"_s, u"save"_s, u"b"_s, u"--client-id"_s, u"x"_s}).exitCode, 1);

        QCOMPARE(home.run({u"profile"_s, u"remove"_s, u"production"_s}).exitCode, 0);
        const ProgramRun list = home.run({u"profile"_s, u"list"_s, u"--output"_s, u"json"_s});
        QCOMPARE(list.json()["profiles"_L1].toArray().size(), 0);
        QCOMPARE(list.json()["current"_L1].toString(), u"default"_s);
    }
};

QTEST_GUILESS_MAIN(TestLogin)
#include "tst_login.moc"
