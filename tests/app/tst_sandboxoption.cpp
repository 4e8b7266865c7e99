#include "core/sandbox/sandboxserver.h"
#include "tests/support/program.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>

#include <csignal>
#include <memory>

using namespace signet;
using namespace Qt::StringLiterals;

// --sandbox: what is printed in it leads back into it, and joining one can be stopped at any time.

class TestSandboxOption : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void printedCommandsStayInTheSandbox_data();
    void printedCommandsStayInTheSandbox();
    void theAddressOfARunningOneIsCarriedToo();
    void commandsOfOtherProgramsStayAsTheyAre();
    void aSavedReportKeepsItsSandbox();
    void realCommandsHaveNone();
    void theConfigurationOfAScenarioIsWrittenNowhere();
    void anEmptyValueIsNotTheRealAzure();
    void joiningIsStoppedBySignals_data();
    void joiningIsStoppedBySignals();
    void whereNoSandboxAnswersIsNotReachable_data();
    void whereNoSandboxAnswersIsNotReachable();

private:
    ProgramRun run(const QStringList &arguments) const;
    std::unique_ptr<QTemporaryDir> m_directory;
};

namespace {

const QString vmBuild = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;

// Every call of signet that stands where a person would copy it from.
QStringList callsIn(const QByteArray &text)
{
    static const QRegularExpression call(u"(?:^\\s*(?:\\$ )?|: )(signet [a-z]+ .*|signet [a-z]+)$"_s,
                                         QRegularExpression::MultilineOption);
    QStringList calls;
    for (auto found = call.globalMatch(QString::fromUtf8(text)); found.hasNext();) {
        const QString one = found.next().captured(1);
        if (!one.startsWith("signet sandbox "_L1) && !one.contains("--help"_L1))
            calls.append(one);
    }
    return calls;
}

QStringList commandsIn(const QJsonObject &report)
{
    QStringList commands;
    for (const QJsonValue finding : report["findings"_L1].toArray()) {
        for (const QJsonValue step : finding["fix"_L1].toArray())
            commands.append(step["command"_L1].toString());
    }
    return commands;
}

} // namespace

void TestSandboxOption::initTestCase()
{
    QCOMPARE(callsIn("  $ signet diagnose\nCarry it out with: signet setup apply p.json\n  signet explain a\n"
                     "Run signet diagnose there.\n  $ signet sandbox list\n  $ az login\n"),
             (QStringList{u"signet diagnose"_s, u"signet setup apply p.json"_s, u"signet explain a"_s}));
}

void TestSandboxOption::init()
{
    m_directory = std::make_unique<QTemporaryDir>();
    QVERIFY(m_directory->isValid());
}

ProgramRun TestSandboxOption::run(const QStringList &arguments) const
{
    return runProgram(arguments, {}, cleanEnvironment(), m_directory->path());
}

void TestSandboxOption::printedCommandsStayInTheSandbox_data()
{
    QTest::addColumn<QString>("scenario");
    QTest::addColumn<QStringList>("arguments");
    const auto row = [](const char *name, const QStringList &arguments,
                        const QString &scenario = u"not-in-org"_s) {
        QTest::newRow(name) << scenario << arguments;
    };
    row("diagnose", {u"diagnose"_s});
    row("diagnose, more to say", {u"diagnose"_s, u"--verbose"_s});
    row("explain", {u"explain"_s, u"not-in-org"_s});
    row("identity", {u"identity"_s}, u"identity-not-assigned"_s);
    row("terraform explain", {u"terraform"_s, u"explain"_s}, u"use-msi-not-set"_s);
    row("setup plan", {u"setup"_s, u"plan"_s, u"--object-id"_s, vmBuild, u"--out"_s, u"plan.json"_s});
    row("setup plan with a wrong level", {u"setup"_s, u"plan"_s, u"--access-level"_s, u"premium"_s});
    row("setup plan with a wrong project", {u"setup"_s, u"plan"_s, u"--project"_s, u"reader"_s});
    row("login", {u"login"_s, u"--with"_s, u"access-token"_s});
    row("a profile that is not there", {u"profile"_s, u"use"_s, u"nowhere"_s});
    row("token with a wrong id", {u"token"_s, u"--client-id"_s, u"x"_s});
}

void TestSandboxOption::printedCommandsStayInTheSandbox()
{
    QFETCH(QString, scenario);
    QFETCH(QStringList, arguments);
    const ProgramRun ran = run(arguments + QStringList{u"--sandbox"_s, scenario});
    const QByteArray all = ran.out + ran.err;
    const QStringList calls = callsIn(all);
    QVERIFY2(!calls.isEmpty(), all.constData());
    for (const QString &call : calls)
        QVERIFY2(call.contains(u" --sandbox "_s + scenario), qPrintable(call));
}

void TestSandboxOption::theAddressOfARunningOneIsCarriedToo()
{
    sandbox::SandboxServer server(*sandbox::Scenario::named(u"not-in-org"_s));
    QVERIFY(server.listen());
    const QString address = server.url().toString();
    QProcess process;
    process.setProcessEnvironment(cleanEnvironment());
    process.start(QStringLiteral(SIGNET_PROGRAM),
                  {u"diagnose"_s, u"--output"_s, u"json"_s, u"--sandbox"_s, address});
    QVERIFY(QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 60'000));
    const QJsonObject report = QJsonDocument::fromJson(process.readAllStandardOutput()).object();
    QStringList ours = commandsIn(report);
    ours.removeIf([](const QString &command) { return !command.startsWith("signet "_L1); });
    QVERIFY(!ours.isEmpty());
    for (const QString &command : std::as_const(ours))
        QVERIFY2(command.endsWith(" --sandbox "_L1 + address), qPrintable(command));
}

void TestSandboxOption::commandsOfOtherProgramsStayAsTheyAre()
{
    const ProgramRun ran = run({u"diagnose"_s, u"--output"_s, u"json"_s, u"--sandbox"_s, u"not-in-org"_s});
    QStringList theirs = commandsIn(ran.json());
    theirs.removeIf([](const QString &command) { return command.startsWith("signet "_L1); });
    QVERIFY(!theirs.isEmpty());
    for (const QString &command : std::as_const(theirs))
        QVERIFY2(!command.contains("--sandbox"_L1), qPrintable(command));
}

// Whoever is sent the report must not be led to the real Azure by it.
void TestSandboxOption::aSavedReportKeepsItsSandbox()
{
    QCOMPARE(run({u"diagnose"_s, u"--output"_s, u"json"_s, u"--out"_s, u"report.json"_s, u"--sandbox"_s,
                  u"not-in-org"_s})
                 .exitCode,
             2);
    const ProgramRun shown = run({u"report"_s, u"show"_s, u"report.json"_s});
    QCOMPARE(shown.exitCode, 0);
    QVERIFY(shown.err.contains("simulated Azure: not-in-org"));
    const QStringList calls = callsIn(shown.out);
    QVERIFY(!calls.isEmpty());
    for (const QString &call : calls)
        QVERIFY2(call.contains(" --sandbox not-in-org"_L1), qPrintable(call));
    const ProgramRun json = run({u"report"_s, u"show"_s, u"report.json"_s, u"--output"_s, u"json"_s});
    QVERIFY(commandsIn(json.json()).join(u' ').contains("--sandbox not-in-org"_L1));
}

void TestSandboxOption::realCommandsHaveNone()
{
    const ProgramRun ran = run({u"explain"_s, u"not-in-org"_s});
    QVERIFY(!callsIn(ran.out).isEmpty());
    QVERIFY(!ran.out.contains("--sandbox"));
}

void TestSandboxOption::theConfigurationOfAScenarioIsWrittenNowhere()
{
    const QStringList command{u"terraform"_s, u"write"_s, u"--yes"_s, u"--sandbox"_s, u"use-msi-not-set"_s};
    const ProgramRun ran = run(command);
    QCOMPARE(ran.exitCode, 0);
    // The change is the scenario's own, as terraform explain shows it.
    QVERIFY2(ran.out.contains("+  use_msi         = true"), ran.out.constData());
    QVERIFY2(ran.err.contains("nothing is written"), ran.err.constData());
    QVERIFY(QDir(m_directory->path()).isEmpty());
    // A directory that is named is the person's.
    QCOMPARE(run(command + QStringList{u"--dir"_s, m_directory->path()}).exitCode, 0);
    QVERIFY(QFile::exists(m_directory->filePath(u"providers.tf"_s)));
}

// As a script has it whose variable was not set.
void TestSandboxOption::anEmptyValueIsNotTheRealAzure()
{
    const ProgramRun ran = run({u"identity"_s, u"--sandbox"_s, QString()});
    QCOMPARE(ran.exitCode, 1);
    QVERIFY2(ran.err.startsWith("signet: --sandbox needs a value"), ran.err.constData());
    QVERIFY(ran.out.isEmpty());
}

void TestSandboxOption::joiningIsStoppedBySignals_data()
{
#ifdef Q_OS_WIN
    QSKIP("there are no signals to send");
#endif
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<int>("number");
    for (const QString &command :
         {u"diagnose"_s, u"identity"_s, u"token"_s, u"terraform block"_s, u"terraform explain"_s,
          u"setup plan"_s, u"login"_s, u"profile list"_s, u"principal find x"_s}) {
        QTest::addRow("%s, interrupted", qPrintable(command)) << command.split(u' ') << SIGINT;
        QTest::addRow("%s, ended", qPrintable(command)) << command.split(u' ') << SIGTERM;
    }
}

// The address accepts the connection and says nothing.
void TestSandboxOption::joiningIsStoppedBySignals()
{
    QFETCH(QStringList, command);
    QFETCH(int, number);
    QTcpServer mute;
    QVERIFY(mute.listen(QHostAddress::LocalHost));
    QProcess process;
    process.setProcessEnvironment(cleanEnvironment());
    process.start(QStringLiteral(SIGNET_PROGRAM),
                  command + QStringList{u"--sandbox"_s, u"http://127.0.0.1:%1"_s.arg(mute.serverPort())});
    QVERIFY(mute.waitForNewConnection(20'000));
    const std::unique_ptr<QTcpSocket> client{mute.nextPendingConnection()};
    QVERIFY(client->waitForReadyRead(20'000));
    ::kill(pid_t(process.processId()), number);
    // Before its own limit for the answer would end it.
    QVERIFY(process.waitForFinished(8'000));
    QCOMPARE(process.exitStatus(), QProcess::NormalExit);
    QCOMPARE(process.exitCode(), 130);
    QVERIFY(process.readAllStandardError().contains("The run was stopped"));
}

void TestSandboxOption::whereNoSandboxAnswersIsNotReachable_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<int>("code");
    // To tell who does not answer is the work of a diagnosis: it never ends with 5.
    QTest::addRow("diagnose") << QStringList{u"diagnose"_s} << 1;
    for (const QString &command : {u"identity"_s, u"terraform block"_s, u"setup plan"_s, u"profile list"_s})
        QTest::addRow("%s", qPrintable(command)) << command.split(u' ') << 5;
}

void TestSandboxOption::whereNoSandboxAnswersIsNotReachable()
{
    QFETCH(QStringList, command);
    QFETCH(int, code);
    quint16 port = 0;
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        port = closed.serverPort();
    }
    const QString address = u"http://127.0.0.1:%1"_s.arg(port);
    const ProgramRun ran = run(command + QStringList{u"--sandbox"_s, address});
    QCOMPARE(ran.exitCode, code);
    QVERIFY2(ran.err.startsWith("signet: No simulated Azure is running at " + address.toLatin1()),
             ran.err.constData());
    QVERIFY(ran.out.isEmpty());
}

QTEST_GUILESS_MAIN(TestSandboxOption)
#include "tst_sandboxoption.moc"
