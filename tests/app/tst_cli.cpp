#include "tests/support/program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

// The command line as a person and a script meet it: input, files, exit codes.

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
    void versionIsPrinted();
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
    void timeLimitIsNotAStop();
    void helpFitsTheWidth_data();
    void helpFitsTheWidth();
    void reportGoesToEveryFileThatIsNamed();
    void reportThatCannotBeWrittenIsToldFirst_data();
    void reportThatCannotBeWrittenIsToldFirst();
    void leastResultSetsTheExitCode_data();
    void leastResultSetsTheExitCode();
    void otherIdentityThanExpectedFails();
    void savedReportIsJudgedAndCompared();
    void pipelineIsAnnotated();
    void stepOfAPipelineRuns_data();
    void stepOfAPipelineRuns();
    void folderOfAScenarioIsFoundByItsName();
    void catalogIsExportedAsPages();
    void reportsAreValidForOtherPrograms();
    void pagesAreRightInABrowser();
};

void TestCli::versionIsPrinted()
{
    const ProgramRun run = runProgram({u"--version"_s});
    QCOMPARE(run.exitCode, 0);
    QVERIFY2(run.out.startsWith("signet "), run.out);
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

void TestCli::timeLimitIsNotAStop()
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
        isExample = (isExample && !line.isEmpty()) || line.startsWith("Example") || line.startsWith("Try it");
        QVERIFY2(isExample || line.size() <= 60, line.constData());
        QVERIFY(!line.endsWith(' '));
    }
    QVERIFY(!run.out.contains("\n\n\n"));
}

void TestCli::reportGoesToEveryFileThatIsNamed()
{
    const QTemporaryDir folder;
    const QString pattern = folder.filePath(u"{host}-{date}.md"_s);
    const ProgramRun run =
        runProgram({u"diagnose"_s, u"--sandbox"_s, u"not-in-org"_s, u"--output"_s, u"json"_s, u"--report"_s,
                    u"html:"_s + folder.filePath(u"r.html"_s), u"--report"_s, u"markdown:"_s + pattern,
                    u"--report"_s, u"junit:"_s + folder.filePath(u"r.xml"_s)});
    QCOMPARE(run.exitCode, 2);
    QCOMPARE(run.json()["verdict"_L1].toString(), u"not-ready"_s);
    QVERIFY(contentOf(folder.filePath(u"r.html"_s)).startsWith("<!DOCTYPE html>"));
    QVERIFY(contentOf(folder.filePath(u"r.xml"_s)).startsWith("<?xml"));
    const QStringList names = QDir(folder.path()).entryList({u"*.md"_s});
    QCOMPARE(names.size(), 1);
    static const QRegularExpression form(u"^[A-Za-z0-9._-]+-[0-9]{4}-[0-9]{2}-[0-9]{2}\\.md$"_s);
    QVERIFY2(form.match(names[0]).hasMatch(), qPrintable(names[0]));
    QVERIFY2(run.err.contains("Wrote " + folder.filePath(u"r.html"_s).toUtf8()), run.err);
}

void TestCli::reportThatCannotBeWrittenIsToldFirst_data()
{
    QTest::addColumn<QStringList>("targets");
    QTest::addColumn<QByteArray>("told");
    QTest::newRow("no folder") << QStringList{u"html:FOLDER/missing/r.html"_s}
                               << QByteArray("does not exist");
    QTest::newRow("a folder") << QStringList{u"html:FOLDER"_s} << QByteArray("is not a regular file");
    QTest::newRow("twice") << QStringList{u"html:FOLDER/r"_s, u"json:FOLDER/r"_s}
                           << QByteArray("cannot be written");
    QTest::newRow("no format") << QStringList{u"FOLDER/r.html"_s} << QByteArray("text:FILE, json:FILE");
    QTest::newRow("unknown format") << QStringList{u"pdf:FOLDER/r.pdf"_s}
                                    << QByteArray("is not valid for --report");
    QTest::newRow("no file") << QStringList{u"html:"_s} << QByteArray("is not valid for --report");
}

void TestCli::reportThatCannotBeWrittenIsToldFirst()
{
    QFETCH(QStringList, targets);
    QFETCH(QByteArray, told);
    const QTemporaryDir folder;
    QStringList arguments{u"diagnose"_s, u"--sandbox"_s, u"healthy"_s};
    for (const QString &target : targets)
        arguments += {u"--report"_s, QString(target).replace("FOLDER"_L1, folder.path())};
    const ProgramRun run = runProgram(arguments);
    QVERIFY2(run.exitCode == 1, run.err);
    QVERIFY2(run.err.contains(told), run.err);
    // Nothing was asked.
    QVERIFY2(run.out.isEmpty() && !run.err.contains("Diagnosing"), run.err);
    QVERIFY(QDir(folder.path()).isEmpty());
}

void TestCli::leastResultSetsTheExitCode_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<QString>("failOn");
    QTest::addColumn<int>("code");
    QTest::newRow("not ready, never") << u"not-in-org"_s << u"never"_s << 0;
    QTest::newRow("not ready, not-ready") << u"not-in-org"_s << u"not-ready"_s << 2;
    QTest::newRow("not ready, usual") << u"not-in-org"_s << QString() << 2;
    QTest::newRow("ready, warning") << u"healthy"_s << u"warning"_s << 0;
    QTest::newRow("warning, usual") << u"clock-skew"_s << QString() << 0;
    QTest::newRow("warning, warning") << u"clock-skew"_s << u"warning"_s << 3;
    QTest::newRow("unknown value") << u"healthy"_s << u"error"_s << 1;
}

void TestCli::leastResultSetsTheExitCode()
{
    QFETCH(QString, scenario);
    QFETCH(QString, failOn);
    QFETCH(int, code);
    QStringList arguments{u"diagnose"_s, u"--sandbox"_s, scenario};
    if (!failOn.isEmpty())
        arguments += {u"--fail-on"_s, failOn};
    const ProgramRun run = runProgram(arguments);
    QVERIFY2(run.exitCode == code, run.out + run.err);
}

void TestCli::otherIdentityThanExpectedFails()
{
    const QString other = u"11111111-2222-3333-4444-555555555555"_s;
    const QString own = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;
    const QStringList diagnose{u"diagnose"_s, u"--sandbox"_s, u"healthy"_s, u"--expect-object-id"_s};
    QCOMPARE(runProgram(diagnose + QStringList{own}).exitCode, 0);
    QCOMPARE(runProgram(diagnose + QStringList{other}).exitCode, 2);
    QCOMPARE(runProgram(diagnose + QStringList{u"vm-build"_s}).exitCode, 1);
    // A personal access token, whose owner Azure DevOps names.
    const ProgramRun token =
        runProgram({u"diagnose"_s, u"--sandbox"_s, u"pat-overrides-msi"_s, u"--expect-terraform"_s, u"pat"_s,
                    u"--expect-object-id"_s, other, u"--output"_s, u"json"_s});
    QCOMPARE(token.exitCode, 2);
    QVERIFY2(token.json()["verdict"_L1].toString() != "ready"_L1, token.out);
}

void TestCli::savedReportIsJudgedAndCompared()
{
    const QTemporaryDir folder;
    const auto save = [&folder](const QString &scenario) {
        const QString path = folder.filePath(scenario);
        const ProgramRun run =
            runProgram({u"diagnose"_s, u"--sandbox"_s, scenario, u"--output"_s, u"json"_s, u"--out"_s, path});
        return run.exitCode == 0 || run.exitCode == 2 ? path : QString();
    };
    const QString healthy = save(u"healthy"_s);
    const QString notInOrg = save(u"not-in-org"_s);
    const ProgramRun judged = runProgram({u"report"_s, u"judge"_s, notInOrg, u"--output"_s, u"json"_s});
    QCOMPARE(judged.exitCode, 2);
    QCOMPARE(judged.out, contentOf(notInOrg));
    QVERIFY2(judged.err.contains("The verdict is the same as in the file"), judged.err);
    // A verdict that somebody wrote into the file does not survive.
    write(folder.filePath(u"forged"_s),
          contentOf(healthy).replace("\"verdict\": \"ready\"", "\"verdict\": \"unclear\""));
    const ProgramRun forged = runProgram({u"report"_s, u"judge"_s, folder.filePath(u"forged"_s)});
    QCOMPARE(forged.exitCode, 0);
    QVERIFY2(forged.err.contains("+ verdict: Unclear, now Ready"), forged.err);

    const ProgramRun worse = runProgram({u"report"_s, u"diff"_s, healthy, notInOrg});
    QCOMPARE(worse.exitCode, 2);
    QVERIFY2(worse.out.startsWith("- verdict: Ready, now Not ready\n- root cause not-in-org: none"),
             worse.out);
    const ProgramRun better =
        runProgram({u"report"_s, u"diff"_s, notInOrg, healthy, u"--output"_s, u"json"_s});
    QCOMPARE(better.exitCode, 0);
    QCOMPARE(better.json()["worse"_L1], QJsonValue(false));
    QVERIFY(!better.json()["changes"_L1].toArray().isEmpty());
    QCOMPARE(runProgram({u"report"_s, u"diff"_s, healthy, healthy}).out,
             "Nothing that matters has changed.\n");
    QCOMPARE(runProgram({u"report"_s, u"diff"_s, healthy, folder.filePath(u"none"_s)}).exitCode, 1);

    // The comparison of two reports with aliases is the one of the reports, with aliases.
    const auto anonymous = [](const QString &path, const QString &salt) {
        const QString hidden = path + u'.' + salt;
        runProgram({u"report"_s, u"show"_s, path, u"--anonymize"_s, u"--salt"_s, salt, u"--output"_s,
                    u"json"_s, u"--out"_s, hidden});
        return hidden;
    };
    const QString a = anonymous(healthy, u"a"_s);
    QVERIFY(!contentOf(a).contains("contoso") && contentOf(a).size() > 1000);
    QCOMPARE(runProgram({u"report"_s, u"diff"_s, a, anonymous(notInOrg, u"a"_s)}).out.count('\n'),
             worse.out.count('\n'));
    QVERIFY(
        runProgram({u"report"_s, u"diff"_s, a, anonymous(healthy, u"b"_s)}).out.contains("~ organization"));
    QCOMPARE(runProgram({u"report"_s, u"judge"_s, a, u"--output"_s, u"json"_s}).out, contentOf(a));
}

void TestCli::pipelineIsAnnotated()
{
    const QTemporaryDir folder;
    const QString summary = folder.filePath(u"summary.md"_s);
    write(summary, "earlier step\n");
    QProcessEnvironment environment = cleanEnvironment();
    environment.insert(u"GITHUB_ACTIONS"_s, u"true"_s);
    environment.insert(u"GITHUB_STEP_SUMMARY"_s, summary);
    const QStringList diagnose{u"diagnose"_s, u"--sandbox"_s, u"not-in-org"_s, u"--quiet"_s};
    const ProgramRun github = runProgram(diagnose, {}, environment);
    QVERIFY2(github.err.startsWith("::error title=not-in-org::"), github.err);
    QVERIFY(!github.out.contains("::error"));
    QVERIFY(contentOf(summary).startsWith("earlier step\n## "));

    environment = cleanEnvironment();
    environment.insert(u"TF_BUILD"_s, u"True"_s);
    const ProgramRun azure = runProgram(diagnose, {}, environment);
    QVERIFY2(azure.err.startsWith("##vso[task.logissue type=error;code=not-in-org]"), azure.err);
    const ProgramRun off = runProgram(diagnose + QStringList{u"--no-annotations"_s}, {}, environment);
    QVERIFY2(off.err.isEmpty(), off.err);
    QVERIFY(runProgram(diagnose).err.isEmpty());
}

void TestCli::stepOfAPipelineRuns_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<int>("code");
    for (const auto &[scenario, code] : {std::pair("healthy", 0), std::pair("not-in-org", 2)}) {
        for (const char *file :
             {"azure-pipelines", "azure-pipelines-service-connection", "github-actions", "gitlab-ci"})
            QTest::addRow("%s, %s", file, scenario)
                << QString::fromLatin1(file) << QString::fromLatin1(scenario) << code;
    }
}

void TestCli::stepOfAPipelineRuns()
{
    QFETCH(QString, file);
    QFETCH(QString, scenario);
    QFETCH(int, code);
    const QString content = QString::fromUtf8(
        contentOf(QStringLiteral(SIGNET_SOURCE_DIR "/installer/pipelines/") + file + u".yml"_s));
    // The block behind the bar, as far as it is indented.
    static const QRegularExpression form(
        u"(?:script:|inlineScript:|run:|-) \\|\\n((?: +[^\\n]*\\n)+?)(?= *(?:[A-Za-z-]+|- [a-z]+):)"_s);
    const QString script = form.match(content).captured(1);
    QVERIFY2(script.contains("signet diagnose"_L1), qPrintable(content));

    const QTemporaryDir folder;
    write(folder.filePath(u"signet"_s),
          "#!/bin/sh\nexec '" SIGNET_PROGRAM "' \"$@\" --sandbox " + scenario.toUtf8() + "\n");
    QFile::setPermissions(folder.filePath(u"signet"_s), QFile::ReadOwner | QFile::ExeOwner);
    QProcessEnvironment environment = cleanEnvironment();
    environment.insert(u"PATH"_s, folder.path() + u':' + environment.value(u"PATH"_s));
    const bool isGitHub = file.startsWith("github"_L1);
    if (isGitHub)
        environment.insert(u"GITHUB_ACTIONS"_s, u"true"_s);
    else if (file.startsWith("azure"_L1))
        environment.insert(u"TF_BUILD"_s, u"True"_s);
    for (const auto &[name, value] :
         {std::pair(u"ORGANIZATION"_s, u"contoso"_s), std::pair(u"DIRECTORY"_s, folder.path()),
          std::pair(u"FAIL_ON"_s, u"unclear"_s), std::pair(u"REPORTS"_s, folder.filePath(u"reports"_s)),
          std::pair(u"OBJECT_ID"_s, u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s)})
        environment.insert(u"SIGNET_"_s + name, value);
    write(folder.filePath(u"main.tf"_s),
          "terraform {\n  required_providers {\n    azuredevops = {\n      source  = "
          "\"microsoft/azuredevops\"\n"
          "      version = \"1.15.1\"\n    }\n  }\n}\nprovider \"azuredevops\" {\n"
          "  org_service_url = \"https://dev.azure.com/contoso\"\n  use_msi         = true\n}\n"
          "data \"azuredevops_project\" \"p\" {\n  name = \"Fabrikam-Fiber\"\n}\n");

    QProcess process;
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(folder.path());
    process.start(u"sh"_s, {u"-e"_s, u"-c"_s, script});
    QVERIFY(process.waitForFinished(60'000));
    const QByteArray told = process.readAllStandardError();
    QVERIFY2(process.exitCode() == code, told);
    QVERIFY(contentOf(folder.filePath(u"reports/signet.html"_s)).startsWith("<!DOCTYPE html>"));
    QVERIFY(QFile::exists(folder.filePath(isGitHub ? u"reports/signet.sarif"_s : u"reports/signet.xml"_s)));
    if (code != 0 && !file.startsWith("gitlab"_L1))
        QVERIFY2(told.contains(isGitHub ? "::error title=not-in-org::" : "##vso[task.logissue type=error;"),
                 told);
}

// What a report of a scenario prints can be typed, although the folder is only on the simulated machine.
void TestCli::folderOfAScenarioIsFoundByItsName()
{
    const QTemporaryDir folder;
    const QString plan = folder.filePath(u"rights.json"_s);
    const ProgramRun diagnosed = runProgram({u"diagnose"_s, u"--sandbox"_s, u"permission-missing"_s});
    QVERIFY2(diagnosed.out.contains("signet terraform needs --dir /home/builder/infra"), diagnosed.out);
    const QStringList common{u"--sandbox"_s, u"permission-missing"_s};
    const ProgramRun granted =
        runProgram(QStringList{u"terraform"_s, u"needs"_s, u"--dir"_s, u"/home/builder/infra"_s, u"--org"_s,
                               u"https://dev.azure.com/contoso"_s, u"--object-id"_s,
                               u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s, u"--grant"_s, plan}
                   + common);
    QVERIFY2(granted.exitCode == 0, granted.err);
    QVERIFY2(granted.out.contains("Create repository"), granted.out);
    QVERIFY(QFile::exists(plan));
    const ProgramRun explained =
        runProgram(QStringList{u"terraform"_s, u"explain"_s, u"--dir"_s, u"/home/builder/infra"_s} + common);
    QVERIFY2(explained.exitCode == 0, explained.err);
    const ProgramRun again =
        runProgram(QStringList{u"diagnose"_s, u"--terraform"_s, u"/home/builder/infra"_s} + common);
    QVERIFY2(again.out.contains("lacks the permission Create repository"), again.out);
    // Any other folder is the person's.
    const ProgramRun other = runProgram(
        QStringList{u"terraform"_s, u"explain"_s, u"--dir"_s, folder.filePath(u"none"_s)} + common);
    QCOMPARE(other.exitCode, 1);
}

void TestCli::catalogIsExportedAsPages()
{
    const QTemporaryDir folder;
    const QString pages = folder.filePath(u"pages"_s);
    const ProgramRun exported = runProgram({u"explain"_s, u"--export"_s, pages});
    QVERIFY2(exported.exitCode == 0 && exported.out.isEmpty(), exported.err);
    const QByteArray index = contentOf(pages + u"/README.md"_s);
    QCOMPARE(runProgram({u"explain"_s, u"--list"_s, u"--output"_s, u"markdown"_s}).out, index);
    const QJsonArray findings =
        runProgram({u"explain"_s, u"--list"_s, u"--output"_s, u"json"_s}).json()["findings"_L1].toArray();
    QVERIFY(findings.size() > 200);
    // Each page is there, the index leads to it, and so do its own links.
    static const QRegularExpression link(u"\\]\\(([a-z0-9-]+\\.md)\\)"_s);
    for (const QJsonValue finding : findings) {
        const QString name = finding["id"_L1].toString() + u".md"_s;
        QVERIFY2(index.contains('(' + name.toUtf8() + ')'), qPrintable(name));
        const QString page = QString::fromUtf8(contentOf(pages + u'/' + name));
        QVERIFY2(page.startsWith("# "_L1), qPrintable(name));
        auto links = link.globalMatch(page);
        while (links.hasNext())
            QVERIFY(QFile::exists(pages + u'/' + links.next().captured(1)));
    }
    QVERIFY(contentOf(pages + u"/not-in-org.md"_s).contains("signet diagnose --sandbox not-in-org"));
}

// By the schema that others validate with, and by that of HAR; neither validator is ours.
void TestCli::reportsAreValidForOtherPrograms()
{
    const QString tools = QStringLiteral(SIGNET_SOURCE_DIR "/tests/tools");
    if (!QFile::exists(tools + u"/node_modules/har-validator"_s))
        QSKIP("ajv or har-validator is not here; tests/tools/install-helpers.sh brings them");
    const QTemporaryDir folder;
    QStringList files;
    for (const QString &scenario : {u"healthy"_s, u"not-in-org"_s, u"org-url-wrong"_s, u"not-on-azure"_s,
                                    u"healthy-service-connection-oidc"_s, u"imds-unreachable"_s}) {
        const QString json = folder.filePath(scenario + u".json"_s);
        const QString har = folder.filePath(scenario + u".har"_s);
        runProgram({u"diagnose"_s, u"--sandbox"_s, scenario, u"--report"_s, u"json:"_s + json, u"--report"_s,
                    u"har:"_s + har});
        files += {json, har};
    }
    const auto validate = [&tools](const QStringList &paths) {
        QProcess process;
        process.setProcessChannelMode(QProcess::MergedChannels);
        process.start(u"node"_s,
                      QStringList{tools + u"/validate-reports.mjs"_s,
                                  QStringLiteral(SIGNET_SOURCE_DIR "/resources/report.schema.json")}
                          + paths);
        process.waitForFinished(60'000);
        return process.readAll();
    };
    const QByteArray told = validate(files);
    QVERIFY2(told.contains("12 of 12 are valid"), told);
    const QString broken = folder.filePath(u"broken.json"_s);
    write(broken, contentOf(files[0]).replace("\"schemaVersion\": 1", "\"schemaVersion\": 2"));
    QVERIFY(validate({broken}).contains("0 of 1 are valid"));
}

// Light and dark, wide and narrow, by axe-core and by what the browser complains about.
void TestCli::pagesAreRightInABrowser()
{
    const QString tools = QStringLiteral(SIGNET_SOURCE_DIR "/tests/tools");
    const QString browser = QStandardPaths::findExecutable(u"chromium-headless-shell"_s);
    if (browser.isEmpty() || !QFile::exists(tools + u"/node_modules/axe-core"_s))
        QSKIP("chromium-headless-shell or axe-core is not here; tests/run.sh --all brings them");
    const QTemporaryDir folder;
    QStringList pages;
    const auto addPage = [&](const QString &name, const QStringList &arguments) {
        pages.append(folder.filePath(name + u".html"_s));
        runProgram(arguments + QStringList{u"--output"_s, u"html"_s, u"--out"_s, pages.last()});
    };
    for (const QString &scenario : {u"healthy"_s, u"not-in-org"_s, u"org-url-wrong"_s, u"not-on-azure"_s,
                                    u"healthy-service-connection-oidc"_s, u"imds-unreachable"_s,
                                    u"selector-unsupported"_s, u"pool-user-not-admin"_s, u"clock-skew"_s})
        addPage(scenario, {u"diagnose"_s, u"--sandbox"_s, scenario});
    const QString before = folder.filePath(u"before.json"_s);
    const QString after = folder.filePath(u"after.json"_s);
    runProgram({u"diagnose"_s, u"--sandbox"_s, u"healthy"_s, u"--report"_s, u"json:"_s + before});
    runProgram({u"diagnose"_s, u"--sandbox"_s, u"not-in-org"_s, u"--report"_s, u"json:"_s + after});
    addPage(u"diff"_s, {u"report"_s, u"diff"_s, before, after});
    addPage(u"no-diff"_s, {u"report"_s, u"diff"_s, before, before});
    // Names that somebody chose.
    const QString hostile = folder.filePath(u"hostile.json"_s);
    write(hostile,
          contentOf(after).replace("vm-build",
                                   "<script>alert(1)</script><img src=x onerror=alert(1)>\xE2\x80\xAE"
                                       + QByteArray(400, 'w')));
    addPage(u"hostile"_s, {u"report"_s, u"show"_s, hostile});
    QVERIFY(QDir().mkpath(folder.filePath(u"infra"_s)));
    write(folder.filePath(u"infra/main.tf"_s),
          "data \"azuredevops_project\" \"fiber\" {\n  name = \"<b>Fabrikam</b>\"\n}\n"
          "resource \"azuredevops_agent_pool\" \"p\" {\n  name = \"builders\"\n}\n");
    const QStringList needs{u"terraform"_s, u"needs"_s, u"--dir"_s, folder.filePath(u"infra"_s)};
    addPage(u"needs"_s, needs);
    addPage(u"rights"_s, needs + QStringList{u"--check"_s, u"--sandbox"_s, u"rights-read-only"_s});

    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(u"node"_s, QStringList{tools + u"/browse-reports.mjs"_s, browser} + pages);
    QVERIFY(process.waitForFinished(120'000));
    const QByteArray told = process.readAll();
    QVERIFY2(told.contains("14 of 14 are right"), told);
    qInfo("%s", told.trimmed().constData());
}

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
