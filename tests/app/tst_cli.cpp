#include "tests/support/program.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

// The command line as a person and a script meet it: wrong input, files, exit codes.

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
}

} // namespace

class TestCli : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void wrongInputIsOneClearSentence_data();
    void wrongInputIsOneClearSentence();
    void versionAndHelpSucceed_data();
    void versionAndHelpSucceed();
    void everyCommandSaysSomethingAtOnce();
    void tokenOnStandardInputIsExplained();
    void emptyStandardInputIsTold();
    void identityJsonHasTheContractKeys();
    void terraformBlockIsPrinted();
    void userAssignedBlockHasTheClientId();
    void terraformEnvOfEveryShell_data();
    void terraformEnvOfEveryShell();
    void terraformWriteCreatesTheFileOnce();
    void terraformWriteAsksFirst();
    void dryRunWritesNothing();
    void existingBlockIsEditedInPlace();
    void organizationComesFromTheVariable();
    void variableClientIdIsNamed();
    void pastedErrorIsExplained();
    void runningSandboxIsJoined();
    void timeLimitIsNoWish();
    void helpFitsTheWidth_data();
    void helpFitsTheWidth();
};

void TestCli::wrongInputIsOneClearSentence_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("mustSay");

    QTest::newRow("organization that is no address")
        << QStringList{u"diagnose"_s, u"--org"_s, u"https://example.com/x"_s} << QByteArray("example.com");
    QTest::newRow("client id that is no GUID")
        << QStringList{u"diagnose"_s, u"--sandbox"_s, u"healthy"_s, u"--client-id"_s, u"my-identity"_s}
        << QByteArray("my-identity");
    QTest::newRow("object id in braces")
        << QStringList{u"diagnose"_s, u"--sandbox"_s, u"healthy"_s, u"--object-id"_s,
                       u"{a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4}"_s}
        << QByteArray("a4d8c7b6");
    QTest::newRow("resource id that is none")
        << QStringList{u"token"_s, u"--sandbox"_s, u"healthy"_s, u"--resource-id"_s, u"/subscriptions/x"_s}
        << QByteArray("/subscriptions/x");
    QTest::newRow("unknown scenario")
        << QStringList{u"diagnose"_s, u"--sandbox"_s, u"not-in-organisation"_s} << QByteArray("not-in-org");
    QTest::newRow("sandbox that is not loopback")
        << QStringList{u"diagnose"_s, u"--sandbox"_s, u"http://192.0.2.1:8080"_s} << QByteArray("192.0.2.1");
    QTest::newRow("certificate file missing")
        << QStringList{u"diagnose"_s, u"--org"_s, u"contoso"_s, u"--ca-file"_s, u"no/such/file.pem"_s}
        << QByteArray("no/such/file.pem");
    QTest::newRow("certificate file without certificate")
        << QStringList{u"diagnose"_s, u"--org"_s, u"contoso"_s, u"--ca-file"_s,
                       QStringLiteral(SIGNET_SOURCE_DIR "/README.md")}
        << QByteArray("BEGIN CERTIFICATE");
    QTest::newRow("report missing") << QStringList{u"report"_s, u"show"_s, u"no-report.json"_s}
                                    << QByteArray("no-report.json");
    QTest::newRow("report that is none")
        << QStringList{u"report"_s, u"show"_s, QStringLiteral(SIGNET_SOURCE_DIR "/README.md")}
        << QByteArray("README.md");
    QTest::newRow("unknown finding") << QStringList{u"explain"_s, u"not-in-organisation"_s}
                                     << QByteArray("not-in-org");
    QTest::newRow("directory missing")
        << QStringList{u"terraform"_s, u"write"_s,       u"--org"_s, u"contoso"_s,
                       u"--dir"_s,     u"no/such/dir"_s, u"--yes"_s}
        << QByteArray("no/such/dir");
    QTest::newRow("no organization") << QStringList{u"terraform"_s, u"block"_s} << QByteArray("--org");
    QTest::newRow("unknown shell") << QStringList{u"terraform"_s, u"env"_s,     u"--org"_s,
                                                  u"contoso"_s,   u"--shell"_s, u"tcsh"_s}
                                   << QByteArray("tcsh");
    QTest::newRow("output file in no directory")
        << QStringList{u"diagnose"_s, u"--sandbox"_s, u"healthy"_s, u"--out"_s, u"no/such/dir/report.json"_s}
        << QByteArray("no/such/dir");
    QTest::newRow("reveal without a terminal")
        << QStringList{u"token"_s, u"--sandbox"_s, u"healthy"_s, u"--reveal"_s} << QByteArray("terminal");
    QTest::newRow("address to listen on")
        << QStringList{u"sandbox"_s, u"serve"_s, u"healthy"_s, u"--listen"_s, u"nowhere"_s}
        << QByteArray("nowhere");
    QTest::newRow("unknown command") << QStringList{u"frobnicate"_s} << QByteArray("frobnicate");
    QTest::newRow("unknown option") << QStringList{u"diagnose"_s, u"--frobnicate"_s}
                                    << QByteArray("--frobnicate");
    QTest::newRow("unknown output") << QStringList{u"diagnose"_s, u"--output"_s, u"yaml"_s}
                                    << QByteArray("yaml");
    QTest::newRow("no command") << QStringList{} << QByteArray("No command given");
    QTest::newRow("explain nothing") << QStringList{u"explain"_s} << QByteArray("--paste");
}

void TestCli::wrongInputIsOneClearSentence()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, mustSay);
    const ProgramRun run = runProgram(arguments);
    QVERIFY2(run.exitCode == 1, run.out + run.err);
    QVERIFY2(run.out.isEmpty(), run.out);
    QVERIFY2(run.err.contains(mustSay), run.err);
    QVERIFY2(!run.err.contains('%'), run.err); // no placeholder left open
    QVERIFY2(run.err.size() < 1200, run.err);
}

void TestCli::versionAndHelpSucceed_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("version") << QStringList{u"--version"_s};
    QTest::newRow("help") << QStringList{u"--help"_s};
    for (const char *command : {"diagnose", "token", "identity", "terraform", "explain", "report", "sandbox"})
        QTest::newRow(command) << QStringList{QString::fromLatin1(command), u"--help"_s};
    QTest::newRow("terraform write") << QStringList{u"terraform"_s, u"write"_s, u"--help"_s};
    QTest::newRow("sandbox serve") << QStringList{u"sandbox"_s, u"serve"_s, u"--help"_s};
}

void TestCli::versionAndHelpSucceed()
{
    QFETCH(QStringList, arguments);
    const ProgramRun run = runProgram(arguments);
    QCOMPARE(run.exitCode, 0);
    QVERIFY(!run.out.isEmpty());
    QVERIFY2(run.err.isEmpty(), run.err);
}

void TestCli::everyCommandSaysSomethingAtOnce()
{
    const ProgramRun run =
        runProgram({u"diagnose"_s, u"--sandbox"_s, u"healthy"_s, u"--output"_s, u"json"_s});
    QVERIFY2(run.err.contains("healthy"), run.err);
    const ProgramRun quiet =
        runProgram({u"diagnose"_s, u"--sandbox"_s, u"healthy"_s, u"--output"_s, u"json"_s, u"--quiet"_s});
    QVERIFY2(quiet.err.isEmpty(), quiet.err);
}

void TestCli::tokenOnStandardInputIsExplained()
{
    // {"typ":"JWT","alg":"RS256"} . {"aud":"https://management.azure.com/","tid":"8c2f...","oid":"a4d8..."} .
    // x
    const QByteArray token = QByteArray("{\"typ\":\"JWT\",\"alg\":\"RS256\"}")
                                 .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        + '.'
        + QByteArray(
              "{\"aud\":\"https://management.azure.com/\",\"tid\":\"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a\","
              "\"oid\":\"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4\"}")
              .toBase64(QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals)
        + ".c2lnbmF0dXJl";
    const ProgramRun run = runProgram({u"token"_s, u"--stdin"_s}, token + '\n');
    QVERIFY2(run.exitCode == 0, run.err);
    QVERIFY2(run.out.contains("Azure Resource Manager"), run.out);
    QVERIFY(run.out.contains("a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"));
    QVERIFY(!run.out.contains(token.left(20)));
}

void TestCli::emptyStandardInputIsTold()
{
    const ProgramRun run = runProgram({u"token"_s, u"--stdin"_s});
    QCOMPARE(run.exitCode, 1);
    QVERIFY(run.err.startsWith("signet: "));
}

void TestCli::identityJsonHasTheContractKeys()
{
    const ProgramRun run =
        runProgram({u"identity"_s, u"--sandbox"_s, u"healthy"_s, u"--output"_s, u"json"_s});
    QCOMPARE(run.exitCode, 0);
    const QJsonObject json = run.json();
    QCOMPARE(json["host"_L1].toObject()["kind"_L1].toString(), u"azure-vm"_s);
    QCOMPARE(json["source"_L1].toString(), u"imds"_s);
    QCOMPARE(json["kind"_L1].toString(), u"system-assigned"_s);
    for (const char *key : {"objectId", "clientId", "tenantId", "resourceId"})
        QVERIFY2(json[QLatin1StringView(key)].isString(), key);

    const QJsonObject nobody =
        runProgram({u"identity"_s, u"--sandbox"_s, u"identity-not-assigned"_s, u"--output"_s, u"json"_s})
            .json();
    QCOMPARE(nobody["kind"_L1].toString(), u"none"_s);
    QVERIFY(nobody["objectId"_L1].isNull());
}

void TestCli::terraformBlockIsPrinted()
{
    const ProgramRun run =
        runProgram({u"terraform"_s, u"block"_s, u"--org"_s, u"https://contoso.visualstudio.com"_s});
    QVERIFY2(run.exitCode == 0, run.err);
    for (const char *part :
         {"\"https://dev.azure.com/contoso\"", ">= 1.11.2, < 2.0.0", "microsoft/azuredevops"})
        QVERIFY2(run.out.contains(part), part);
    QVERIFY(QString::fromUtf8(run.out).contains(QRegularExpression(u"use_msi\\s+= true"_s)));
    QVERIFY(QString::fromUtf8(run.out).contains(QRegularExpression(u"use_cli\\s+= false"_s)));
    QVERIFY(!QString::fromUtf8(run.out).contains(
        QRegularExpression(u"^\\s*client_id"_s, QRegularExpression::MultilineOption)));
}

void TestCli::userAssignedBlockHasTheClientId()
{
    const ProgramRun run = runProgram({u"terraform"_s, u"block"_s, u"--org"_s, u"contoso"_s, u"--client-id"_s,
                                       u"c0ffee11-2233-4455-8677-8899aabbccdd"_s});
    QVERIFY(run.out.contains("\"c0ffee11-2233-4455-8677-8899aabbccdd\""));
}

void TestCli::terraformEnvOfEveryShell_data()
{
    QTest::addColumn<QString>("shell");
    for (const char *shell : {"bash", "fish", "powershell", "cmd", "dotenv", "azure-pipelines",
                              "github-actions", "gitlab-ci", "systemd", "docker", "terragrunt", "pulumi"})
        QTest::newRow(shell) << QString::fromLatin1(shell);
}

void TestCli::terraformEnvOfEveryShell()
{
    QFETCH(QString, shell);
    const ProgramRun run =
        runProgram({u"terraform"_s, u"env"_s, u"--org"_s, u"contoso"_s, u"--shell"_s, shell});
    QVERIFY2(run.exitCode == 0, run.err);
    for (const char *part :
         {"AZDO_ORG_SERVICE_URL", "https://dev.azure.com/contoso", "ARM_USE_MSI", "ARM_USE_CLI"})
        QVERIFY2(run.out.contains(part), part);
}

void TestCli::terraformWriteCreatesTheFileOnce()
{
    QTemporaryDir directory;
    const QStringList command{u"terraform"_s, u"write"_s,       u"--org"_s, u"contoso"_s,
                              u"--dir"_s,     directory.path(), u"--yes"_s};
    const ProgramRun first = runProgram(command);
    QVERIFY2(first.exitCode == 0, first.err);
    const QString file = directory.filePath(u"providers.tf"_s);
    const QByteArray content = contentOf(file);
    QVERIFY(content.contains("use_msi"));
    QCOMPARE(QDir(directory.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);

    const ProgramRun second = runProgram(command);
    QCOMPARE(second.exitCode, 0);
    QCOMPARE(contentOf(file), content);
    QVERIFY(second.err.contains("Nothing to change"));
    QCOMPARE(QDir(directory.path()).entryList(QDir::Files | QDir::Hidden).size(), 1);
}

void TestCli::terraformWriteAsksFirst()
{
    QTemporaryDir directory;
    // Standard input is no terminal here, so nobody can be asked.
    const ProgramRun run = runProgram(
        {u"terraform"_s, u"write"_s, u"--org"_s, u"contoso"_s, u"--dir"_s, directory.path()}, "y\n");
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.err.contains("--yes"), run.err);
    QVERIFY(QDir(directory.path()).isEmpty());
}

void TestCli::dryRunWritesNothing()
{
    QTemporaryDir directory;
    const ProgramRun run = runProgram(
        {u"terraform"_s, u"write"_s, u"--org"_s, u"contoso"_s, u"--dir"_s, directory.path(), u"--dry-run"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.out.contains("+++ "), run.out);
    QVERIFY(QDir(directory.path()).isEmpty());
}

void TestCli::existingBlockIsEditedInPlace()
{
    QTemporaryDir directory;
    const QByteArray content =
        "provider \"azuredevops\" {\n  org_service_url = \"https://dev.azure.com/contoso\"\n}\n";
    write(directory.filePath(u"main.tf"_s), content);
    const ProgramRun run = runProgram(
        {u"terraform"_s, u"write"_s, u"--org"_s, u"contoso"_s, u"--dir"_s, directory.path(), u"--yes"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.out.contains("+  use_msi         = true\n"), run.out);
    QCOMPARE(contentOf(directory.filePath(u"main.tf.signet-backup"_s)), content);
    const QByteArray edited = contentOf(directory.filePath(u"main.tf"_s));
    QVERIFY2(
        edited.startsWith(content.chopped(2) + "  use_msi         = true\n  use_cli         = false\n}\n"),
        edited);
    QVERIFY2(edited.contains("required_providers"), edited);
    QCOMPARE(QDir(directory.path()).entryList(QDir::Files | QDir::Hidden).size(), 2);
}

void TestCli::organizationComesFromTheVariable()
{
    QProcessEnvironment environment = cleanEnvironment();
    environment.insert(u"AZDO_ORG_SERVICE_URL"_s, u"https://dev.azure.com/fabrikam"_s);
    const ProgramRun run = runProgram({u"terraform"_s, u"block"_s}, {}, environment);
    QVERIFY2(run.out.contains("https://dev.azure.com/fabrikam"), run.err);
}

void TestCli::variableClientIdIsNamed()
{
    QProcessEnvironment environment = cleanEnvironment();
    environment.insert(u"ARM_CLIENT_ID"_s, u"not-a-guid"_s);
    const ProgramRun run =
        runProgram({u"terraform"_s, u"block"_s, u"--org"_s, u"contoso"_s}, {}, environment);
    QCOMPARE(run.exitCode, 1);
    QVERIFY2(run.err.contains("ARM_CLIENT_ID"), run.err);
}

void TestCli::pastedErrorIsExplained()
{
    const QByteArray text =
        "Error: ManagedIdentityCredential: the requested identity isn't assigned to this resource\n";
    const ProgramRun run = runProgram({u"explain"_s, u"--paste"_s, u"--output"_s, u"json"_s}, text);
    QVERIFY2(run.exitCode == 0, run.err);
    const QJsonValue first = run.json()["causes"_L1][0];
    QCOMPARE(first["finding"_L1].toString(), u"identity-not-assigned"_s);
    QVERIFY(first["confidence"_L1].toDouble() > 0 && first["confidence"_L1].toDouble() <= 1);
    QVERIFY(!first["why"_L1].toString().isEmpty());
}

void TestCli::runningSandboxIsJoined()
{
    QProcess server;
    server.start(QStringLiteral(SIGNET_PROGRAM), {u"sandbox"_s, u"serve"_s, u"not-in-org"_s});
    QVERIFY(server.waitForReadyRead(20'000));
    const QString url = QString::fromUtf8(server.readLine()).trimmed();
    QVERIFY2(url.startsWith("http://127.0.0.1:"_L1), qPrintable(url));

    const ProgramRun run = runProgram({u"diagnose"_s, u"--sandbox"_s, url, u"--output"_s, u"json"_s});
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.json()["rootCauses"_L1][0].toString(), u"not-in-org"_s);

    server.terminate();
    QVERIFY(server.waitForFinished(20'000));
    QCOMPARE(server.exitCode(), 0);
}

void TestCli::timeLimitIsNoWish()
{
    // Off Azure the metadata address swallows the request; the limit ends the run before it would.
    const ProgramRun run =
        runProgram({u"token"_s, u"--sandbox"_s, u"not-on-azure"_s, u"--timeout"_s, u"0.3"_s});
    QCOMPARE(run.exitCode, 5);
}

void TestCli::helpFitsTheWidth_data()
{
    QTest::addColumn<QString>("command");
    for (const char *command : {"",
                                "diagnose",
                                "token",
                                "identity",
                                "terraform",
                                "terraform write",
                                "terraform explain",
                                "explain",
                                "report show",
                                "login",
                                "logout",
                                "profile",
                                "profile save",
                                "setup",
                                "setup plan",
                                "setup apply",
                                "principal find",
                                "principal attach",
                                "sandbox",
                                "sandbox serve"})
        QTest::addRow("signet %s", command) << QString::fromLatin1(command);
}

void TestCli::helpFitsTheWidth()
{
    QFETCH(QString, command);
    QProcessEnvironment environment = cleanEnvironment();
    environment.insert(u"COLUMNS"_s, u"60"_s);
    const ProgramRun run =
        runProgram(command.split(u' ', Qt::SkipEmptyParts) + QStringList{u"--help"_s}, {}, environment);
    QCOMPARE(run.exitCode, 0);
    QVERIFY(run.out.contains("Usage: signet"));
    bool isExample = false;
    for (const QByteArray &line : run.out.split('\n')) {
        // Commands to copy stay on their line.
        isExample =
            (isExample && !line.isEmpty()) || line.startsWith("Example:") || line.startsWith("Try it");
        QVERIFY2(isExample || line.size() <= 60, line.constData());
        QVERIFY(!line.endsWith(' '));
    }
    QVERIFY(!run.out.contains("\n\n\n"));
}

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
