#include "core/report/reportformat.h"
#include "core/sandbox/scenarios/healthymachine.h"
#include "core/sandbox/server/httpserver.h"
#include "core/sandbox/server/serverrequest.h"
#include "tests/app/simulatedrun.h"
#include "tests/support/program.h"
#include "tests/support/secretshapes.h"

#include <QDir>
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace signet;
using namespace signet::test;
using namespace Qt::StringLiterals;

// Secrets through the program itself: a selection of what tst_knownsecrets, tst_maskedtext and tst_echoes try
// in full.
class TestSecrets : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void configurationIsShownWithoutItsSecrets_data();
    void configurationIsShownWithoutItsSecrets();
    void writingRemovesATokenAndSaysWhatTheBackupHolds();
    void backupIsDeletedByOneKeystroke();
    void faultyLineIsNotQuoted();
    void lineOfAForeignFileIsNotQuoted();
    void environmentIsShownWithoutItsSecrets();
    void nameLikeASecretSuppressesNothing();
    void echoedTokenReachesNoReport_data();
    void echoedTokenReachesNoReport();

private:
    static QString folderWith(const QTemporaryDir &parent, const QByteArray &text);
};

namespace {

const QByteArray accessToken = "abcdefghijklmnopqrstuvwxyz234567abcdefghijklmnopqrst";

QByteArray blockWith(const QByteArray &token)
{
    return "terraform {\n  required_providers {\n    azuredevops = {\n"
           "      source  = \"microsoft/azuredevops\"\n      version = \">= 1.11.2, < 2.0.0\"\n    }\n  "
           "}\n}\n\n"
           "provider \"azuredevops\" {\n  # token of jane: LEAKcomment77q\n"
           "  org_service_url       = \"https://jane:LEAKurl7pass@dev.azure.com/contoso\"\n"
           "  personal_access_token = \""
        + token
        + "\"\n}\n\nresource \"x\" \"y\" {\n  password = \"LEAKneighbor7\"\n}\n\n"
          "resource \"azuredevops_project\" \"p\" {\n  name = \"p\"\n}\n";
}

bool leaks(const QByteArray &text, const QByteArray &token)
{
    return gives(text, token) || text.contains("LEAK");
}

} // namespace

QString TestSecrets::folderWith(const QTemporaryDir &parent, const QByteArray &text)
{
    QFile file(parent.filePath(u"main.tf"_s));
    if (!file.open(QIODevice::WriteOnly))
        return {};
    file.write(text);
    return parent.path();
}

void TestSecrets::configurationIsShownWithoutItsSecrets_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<int>("code");
    QTest::newRow("explain") << u"terraform explain"_s << 2;
    QTest::newRow("explain, JSON") << u"terraform explain --output json"_s << 2;
    QTest::newRow("dry run") << u"terraform write --dry-run --org contoso"_s << 0;
    QTest::newRow("dry run, JSON") << u"terraform write --dry-run --org contoso --output json"_s << 0;
    QTest::newRow("write") << u"terraform write --yes --org contoso"_s << 0;
    QTest::newRow("write, JSON") << u"terraform write --yes --org contoso --output json"_s << 0;
}

void TestSecrets::configurationIsShownWithoutItsSecrets()
{
    QFETCH(QString, command);
    QFETCH(int, code);
    const QList<QByteArray> tokens{accessToken, secretShapes(701)[1].plain, secretShapes(702)[6].plain};
    for (const QByteArray &token : tokens) {
        const QTemporaryDir directory;
        const ProgramRun run = runProgram(command.split(u' ')
                                          + QStringList{u"--dir"_s, folderWith(directory, blockWith(token))});
        QVERIFY2(run.exitCode == code, run.err);
        QVERIFY2(!leaks(run.out, token), run.out);
        QVERIFY2(!leaks(run.err, token), run.err);
        QVERIFY(run.out.contains("[secret]"));
    }
}

void TestSecrets::writingRemovesATokenAndSaysWhatTheBackupHolds()
{
    const QTemporaryDir directory;
    const QString folder = folderWith(directory, blockWith(accessToken));
    const ProgramRun run = runProgram({u"terraform"_s, u"write"_s, u"--yes"_s, u"--org"_s, u"contoso"_s,
                                       u"--output"_s, u"json"_s, u"--dir"_s, folder});
    QCOMPARE(run.exitCode, 0);
    QFile written(folder + u"/main.tf"_s);
    QVERIFY(written.open(QIODevice::ReadOnly));
    const QByteArray text = written.readAll();
    QVERIFY(!text.contains(accessToken) && text.contains("LEAKneighbor7"));
    const QString backup = folder + u"/main.tf.signet-backup"_s;
    QCOMPARE(run.json()["backupsWithSecret"_L1].toArray(), QJsonArray{backup});
    QVERIFY2(run.err.contains("1 backup still contains a secret that was removed."), run.err);
    const QByteArray command = "rm -- " + backup.toUtf8();
    QVERIFY2(run.err.contains(command), run.err);
    QVERIFY(run.err.contains("Revoke the secret"));
    QVERIFY(QFile::exists(backup));
    QCOMPARE(QProcess::execute(u"sh"_s, {u"-c"_s, QString::fromUtf8(command)}), 0);
    QVERIFY(!QFile::exists(backup));

    // An edit that removes no secret says nothing of it.
    const QTemporaryDir other;
    const ProgramRun quiet =
        runProgram({u"terraform"_s, u"write"_s, u"--yes"_s, u"--org"_s, u"contoso"_s, u"--dir"_s,
                    folderWith(other,
                               "provider \"azuredevops\" {\n  use_msi = false\n}\nresource "
                               "\"azuredevops_project\" \"p\" {\n}\n")});
    QCOMPARE(quiet.exitCode, 0);
    QVERIFY2(!quiet.err.contains("a secret that was removed"), quiet.err);
}

void TestSecrets::backupIsDeletedByOneKeystroke()
{
    const QString tmux = QStandardPaths::findExecutable(u"tmux"_s);
    if (tmux.isEmpty())
        QSKIP("tmux is not installed: installer/packages.sh names it");
    const QTemporaryDir directory;
    // The folder's name tries to repaint the question.
    const QString folder = directory.filePath(u"a\x1b[1A\x1b[31mEVIL\u202e"_s);
    QVERIFY(QDir().mkpath(folder));
    QFile file(folder + u"/main.tf"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(blockWith(accessToken));
    file.close();
    const QStringList server{u"-u"_s, u"-S"_s, directory.filePath(u"socket"_s), u"-f"_s, u"/dev/null"_s};
    const auto run = [&](const QStringList &arguments) {
        QProcess process;
        process.setProcessEnvironment(cleanEnvironment());
        process.start(tmux, server + arguments);
        process.waitForFinished();
        return QString::fromUtf8(process.readAllStandardOutput());
    };
    QString screen;
    const auto shows = [&](const QString &text) {
        return QTest::qWaitFor(
            [&] {
                screen = run({u"capture-pane"_s, u"-p"_s, u"-J"_s, u"-S"_s, u"-"_s});
                return screen.contains(text);
            },
            20'000);
    };
    run({u"new-session"_s, u"-d"_s, u"-x"_s, u"200"_s, u"-y"_s, u"50"_s, u"-c"_s, directory.path(),
         u"'%1' terraform write --org contoso --dir \"$(printf 'a\\033[1A\\033[31mEVIL\\342\\200\\256')\"; echo ended $?; exec sleep 300"_s
             .arg(QStringLiteral(SIGNET_PROGRAM))});
    const QString shown = u"a\\u{001B}[1A\\u{001B}[31mEVIL\\u{202E}"_s;
    QVERIFY2(shows(u"Write "_s + shown + u"/main.tf? [y/N]"_s), qPrintable(screen));
    run({u"send-keys"_s, u"y"_s, u"Enter"_s});
    QVERIFY2(shows(shown + u"/main.tf.signet-backup? [y/N]"_s), qPrintable(screen));
    QVERIFY(QFile::exists(folder + u"/main.tf.signet-backup"_s));
    run({u"send-keys"_s, u"y"_s, u"Enter"_s});
    QVERIFY2(shows(u"ended 0"_s), qPrintable(screen));
    QVERIFY(!QFile::exists(folder + u"/main.tf.signet-backup"_s));
    QVERIFY2(!leaks(screen.toUtf8(), accessToken), qPrintable(screen));
    run({u"kill-server"_s});
}

void TestSecrets::faultyLineIsNotQuoted()
{
    const QTemporaryDir directory;
    const QString folder =
        folderWith(directory, "provider \"azuredevops\" {\n  personal_access_token = \"LEAKSYNTAX\n}\n");
    for (const QString &command : {u"terraform explain"_s, u"terraform explain --output json"_s,
                                   u"terraform write --yes --org contoso"_s}) {
        const ProgramRun run = runProgram(command.split(u' ') + QStringList{u"--dir"_s, folder});
        QVERIFY2(!run.out.contains("LEAK") && !run.err.contains("LEAK"), run.out + run.err);
        QVERIFY((run.out + run.err).contains("main.tf"));
    }
}

void TestSecrets::lineOfAForeignFileIsNotQuoted()
{
    const QTemporaryDir directory;
    QFile foreign(directory.filePath(u"shadow"_s));
    QVERIFY(foreign.open(QIODevice::WriteOnly));
    foreign.write("root:$6$LEAKhash:19000:0:99999:7:::\n");
    foreign.close();
    QVERIFY(QDir(directory.path()).mkdir(u"c"_s));
    QVERIFY(QFile::link(foreign.fileName(), directory.filePath(u"c/z.tf"_s)));
    for (const QString &output : {u"text"_s, u"json"_s}) {
        const ProgramRun run = runProgram(
            {u"terraform"_s, u"explain"_s, u"--output"_s, output, u"--dir"_s, directory.filePath(u"c"_s)});
        QVERIFY2(!run.out.contains("LEAK") && !run.err.contains("LEAK") && !run.out.contains("root:"),
                 run.out);
        QVERIFY(run.out.contains("z.tf"));
    }
}

void TestSecrets::environmentIsShownWithoutItsSecrets()
{
    QProcessEnvironment environment = cleanEnvironment();
    const QList<QByteArray> secrets{secretShapes(711)[0].plain, secretShapes(712)[2].plain,
                                    secretShapes(713)[6].plain};
    environment.insert(u"AZDO_PERSONAL_ACCESS_TOKEN"_s, QString::fromLatin1(secrets[0]));
    environment.insert(u"ARM_CLIENT_SECRET"_s, QString::fromLatin1(secrets[1]));
    environment.insert(u"ARM_OIDC_TOKEN"_s, QString::fromLatin1(secrets[2]));
    // The same secrets where none belongs.
    environment.insert(u"ARM_CLIENT_ID"_s, QString::fromLatin1(secrets[0]));
    environment.insert(u"ARM_TENANT_ID"_s, QString::fromLatin1(secrets[2]));
    environment.insert(u"AZDO_ORG_SERVICE_URL"_s,
                       u"https://jane:%1@dev.azure.com/contoso"_s.arg(QString::fromLatin1(secrets[1])));
    const QTemporaryDir directory;
    const QString folder = folderWith(
        directory,
        "provider \"azuredevops\" {\n}\nresource \"azuredevops_project\" \"p\" {\n  name = \"p\"\n}\n");
    for (const QString &command : {u"terraform explain"_s, u"terraform explain --output json"_s,
                                   u"terraform write --dry-run"_s, u"terraform block"_s}) {
        const ProgramRun run =
            runProgram(command.split(u' ')
                           + (command.contains("block"_L1) ? QStringList() : QStringList{u"--dir"_s, folder}),
                       {}, environment);
        for (const QByteArray &secret : secrets)
            QVERIFY2(!leaks(run.out + run.err, secret), run.out + run.err);
    }
}

void TestSecrets::nameLikeASecretSuppressesNothing()
{
    const QString name = QString::fromLatin1(accessToken);
    const ProgramRun text = runProgram({u"diagnose"_s, u"--sandbox"_s, u"healthy"_s, u"--project"_s, name});
    QVERIFY2(text.exitCode == 2 && text.out.contains("[secret]"), text.err);
    const ProgramRun json = runProgram(
        {u"diagnose"_s, u"--sandbox"_s, u"healthy"_s, u"--project"_s, name, u"--output"_s, u"json"_s});
    QCOMPARE(json.exitCode, 2);
    QCOMPARE(json.json()["verdict"_L1].toString(), u"not-ready"_s);
    QVERIFY(!json.out.contains(accessToken));

    const QTemporaryDir directory;
    QProcessEnvironment environment = cleanEnvironment();
    environment.insert(u"XDG_CONFIG_HOME"_s, directory.path());
    const ProgramRun profile =
        runProgram({u"profile"_s, u"save"_s, name, u"--org"_s, u"contoso"_s}, {}, environment);
    QVERIFY2(profile.exitCode == 0, profile.err);
    QVERIFY2(!profile.out.contains(accessToken) && !profile.err.contains(accessToken), profile.out);
}

void TestSecrets::echoedTokenReachesNoReport_data()
{
    using sandbox::ServerResponse;
    using Change = std::function<void(ServerResponse *, const QByteArray &)>;
    QTest::addColumn<Change>("change");
    const auto row = [](const char *name, const Change &change) { QTest::newRow(name) << change; };
    row("display name", [](ServerResponse *response, const QByteArray &token) {
        response->body.replace("\"providerDisplayName\":\"", "\"providerDisplayName\":\"" + token + " ");
        response->body.replace("\"customDisplayName\":\"", "\"customDisplayName\":\"" + token + " ");
    });
    row("message", [](ServerResponse *response, const QByteArray &token) {
        response->status = 403;
        response->body = "{\"message\":\"TF400813: " + token.toBase64() + " is not authorized\"}";
    });
    row("page of a proxy", [](ServerResponse *response, const QByteArray &token) {
        response->status = 502;
        response->headers = {{"Content-Type", "text/html"}};
        response->body = "<pre>Authorization: Bearer\n";
        for (qsizetype i = 0; i < token.size(); i += 76)
            response->body += token.mid(i, 76) + '\n';
        response->body += "</pre>";
    });
    row("headers", [](ServerResponse *response, const QByteArray &token) {
        response->status = 401;
        response->reason = "Not " + token.right(60);
        response->headers = {{"ActivityId", token.right(80)},
                             {"Location", "https://spsprodweu1.vssps.visualstudio.com/_signin?t=" + token},
                             {"WWW-Authenticate", "Bearer error=\"" + token + "\""}};
        response->body = token;
    });
}

void TestSecrets::echoedTokenReachesNoReport()
{
    using namespace signet::sandbox;
    using Change = std::function<void(ServerResponse *, const QByteArray &)>;
    QFETCH(Change, change);
    SimulatedRun run;
    run.scenario = healthyScenario();
    auto seen = std::make_shared<QByteArray>();
    run.intercept = [change, seen](const ServerRequest &request, const SandboxServer::UsualAnswer &usual) {
        ServerResponse response = usual(request);
        const QByteArray credential = request.header("Authorization");
        if (!credential.startsWith("Bearer ") || !request.host.contains("dev.azure.com"_L1))
            return response;
        *seen = credential.mid(7);
        change(&response, *seen);
        return response;
    };
    const SimulatedOutcome outcome = runSimulated(run);
    QVERIFY(!outcome.refused);
    QVERIFY(seen->size() > 100);
    for (const ReportFormat &format : reportFormats()) {
        const auto content = reportFile(outcome.report, format, u"report"_s);
        QVERIFY(content);
        QVERIFY2(!gives(*content, *seen), *content);
    }
}

QTEST_GUILESS_MAIN(TestSecrets)
#include "tst_secrets.moc"
