#include "tests/support/pseudoterminal.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

// What the program makes of the process that it gets: closed and full streams, too few files, an empty
// environment; and what it keeps out of core dumps.

class TestProcess : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void standardStreamsCanBeClosedOrFull_data();
    void standardStreamsCanBeClosedOrFull();
    void tooFewFilesAreToldBeforeAnything_data();
    void tooFewFilesAreToldBeforeAnything();
    void nothingIsNeededFromTheEnvironment_data();
    void nothingIsNeededFromTheEnvironment();
    void noCoreIsDumped();

private:
    // By a shell, because only between fork and exec can a stream be closed.
    ProgramRun shell(const QString &line, const QProcessEnvironment &environment = cleanEnvironment());
    QTemporaryDir m_folder;
};

ProgramRun TestProcess::shell(const QString &line, const QProcessEnvironment &environment)
{
    QProcess process;
    process.setProcessEnvironment(environment);
    process.setWorkingDirectory(m_folder.path());
    process.start(u"/bin/sh"_s, {u"-c"_s, line.arg(QStringLiteral(SIGNET_PROGRAM))});
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000))
        qFatal("%s did not end", qPrintable(line));
    return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -process.exitCode(),
            process.readAllStandardOutput(), process.readAllStandardError()};
}

void TestProcess::standardStreamsCanBeClosedOrFull_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("says");
    QTest::addColumn<QByteArray>("report"); // what --out wrote
    const QByteArray unwritable = "standard output cannot be written";
    const QByteArray wholeReport = "\"verdict\": \"ready\"";
    const auto row = [](const QString &line, int code, const QByteArray &says = {},
                        const QByteArray &report = {}) {
        QTest::addRow("%s", qPrintable(line)) << u"%1 "_s + line << code << says << report;
    };
    for (const QString &command : {u"--help"_s, u"--version"_s, u"diagnose --sandbox healthy"_s}) {
        row(command + u" >/dev/full"_s, 1, unwritable);
        row(command + u" >&-"_s, 1, unwritable);
        row(command + u" >&- 2>&- <&-"_s, 1);
        row(command + u" 2>/dev/full"_s, 0);
        row(command + u" 2>&-"_s, 0);
        row(command + u" <&-"_s, 0);
    }
    const QString toFile = u"diagnose --sandbox healthy --output json --out report.json"_s;
    for (const QString &streams : {u" >&-"_s, u" >/dev/full 2>/dev/full"_s, u" 2>&-"_s, u" <&-"_s,
                                   u" <&- >&-"_s, u" <&- 2>&-"_s, u" >&- 2>&-"_s, u" <&- >&- 2>&-"_s})
        row(toFile + streams, 0, {}, wholeReport);
    row(u"explain --paste <&-"_s, 1, "standard input cannot be read");
    row(u"token --stdin <&-"_s, 1, "standard input cannot be read");
    row(u"diagnose --sandbox healthy --error - <&-"_s, 1, "standard input cannot be read");
    // A reader that has read enough is no fault, and the code is that of the verdict.
    QTest::addRow("reader is gone") << u"mkfifo pipe; exec 3<>pipe 4>pipe 3<&-; exec %1 diagnose --sandbox "
                                       "no-project-permission >&4"_s
                                    << 2 << QByteArray() << QByteArray();
}

void TestProcess::standardStreamsCanBeClosedOrFull()
{
    QFETCH(QString, line);
    QFETCH(int, code);
    QFETCH(QByteArray, says);
    QFETCH(QByteArray, report);
    QFile::remove(m_folder.filePath(u"report.json"_s));
    const ProgramRun run = shell(line);
    QVERIFY2(run.exitCode == code, QByteArray::number(run.exitCode) + run.err);
    QVERIFY2(run.err.contains(says), run.err);
    if (!report.isEmpty()) {
        QFile file(m_folder.filePath(u"report.json"_s));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray written = file.readAll();
        QVERIFY(written.contains(report));
        QVERIFY(!written.contains("Diagnosing"));
    }
}

void TestProcess::tooFewFilesAreToldBeforeAnything_data()
{
    QTest::addColumn<QString>("limit");
    QTest::addColumn<int>("code");
    for (const char *limit : {"12", "16", "32", "63"})
        QTest::addRow("%s", limit) << QString::fromLatin1(limit) << 1;
    QTest::addRow("64") << u"64"_s << 0;
    // What the process may raise itself.
    QTest::addRow("soft") << u"-S 12"_s << 0;
}

void TestProcess::tooFewFilesAreToldBeforeAnything()
{
    QFETCH(QString, limit);
    QFETCH(int, code);
    // Opened before the limit holds.
    const ProgramRun run =
        shell(u"exec 3>/dev/null; ulimit %2n %3; %1 diagnose --sandbox healthy 1>&3"_s.replace(
            u"%2n %3"_s, limit.startsWith(u"-S"_s) ? u"-S -n "_s + limit.mid(3) : u"-n "_s + limit));
    QVERIFY2(run.exitCode == code, QByteArray::number(run.exitCode) + run.err);
    QCOMPARE(run.err.contains("not allowed to open enough files"), code != 0);
}

void TestProcess::nothingIsNeededFromTheEnvironment_data()
{
    QTest::addColumn<QStringList>("variables");
    QTest::addRow("none") << QStringList();
    QTest::addRow("a home that is not there") << QStringList{u"HOME=/nonexistent/home"_s};
    QTest::addRow("a home without a path") << QStringList{u"HOME="_s};
    QTest::addRow("a locale that is not there") << QStringList{u"LC_ALL=xx_YY.KOI7"_s};
    QTest::addRow("one column") << QStringList{u"COLUMNS=1"_s};
    QTest::addRow("no terminal type") << QStringList{u"TERM="_s};
    QTest::addRow("a path that is not there") << QStringList{u"PATH=/nonexistent"_s};
    QTest::addRow("a temporary folder that is not there") << QStringList{u"TMPDIR=/nonexistent"_s};
}

void TestProcess::nothingIsNeededFromTheEnvironment()
{
    QFETCH(QStringList, variables);
    QProcessEnvironment environment;
    for (const QString &variable : variables)
        environment.insert(variable.section(u'=', 0, 0), variable.section(u'=', 1));
    for (const QString &command : {u"%1 --help"_s, u"%1 diagnose --sandbox healthy"_s, u"%1 profile"_s}) {
        const ProgramRun run = shell(command, environment);
        QVERIFY2(run.exitCode == 0 && !run.out.isEmpty(), run.err);
    }
    PseudoTerminal narrow({u"diagnose"_s, u"--sandbox"_s, u"healthy"_s}, environment, m_folder.path(), {}, 1);
    QCOMPARE(narrow.end(), 0);
}

void TestProcess::noCoreIsDumped()
{
    const auto abortAtPrompt = [this](const QString &program, const QStringList &arguments,
                                      const QByteArray &marker) {
        auto terminal = std::make_unique<PseudoTerminal>(arguments, cleanEnvironment(), m_folder.path(),
                                                         TerminalStreams(), 100, program);
        if (!terminal->waitFor(marker))
            qFatal("%s", terminal->shown().constData());
        return terminal;
    };
    rlimit core{};
    QVERIFY(::getrlimit(RLIMIT_CORE, &core) == 0);
    const rlimit before = core;
    core.rlim_cur = core.rlim_max;
    QVERIFY(::setrlimit(RLIMIT_CORE, &core) == 0);
    const auto restore = qScopeGuard([before] { ::setrlimit(RLIMIT_CORE, &before); });

    const auto signet = abortAtPrompt(QStringLiteral(SIGNET_PROGRAM),
                                      {u"login"_s, u"--with"_s, u"access-token"_s}, "input is hidden");
    QFile limits(u"/proc/%1/limits"_s.arg(signet->process()));
    QVERIFY(limits.open(QIODevice::ReadOnly));
    QVERIFY(QString::fromLatin1(limits.readAll()).simplified().contains("Max core file size 0 "_L1));
    signet->sendSignal(SIGABRT);
    QCOMPARE(signet->end(), -SIGABRT);
    QVERIFY(!signet->hasDumpedCore());

    // The same of a program that allows it: otherwise this proves nothing.
    const auto control = abortAtPrompt(u"/bin/sh"_s, {u"-c"_s, u"echo ready; read line"_s}, "ready");
    control->sendSignal(SIGABRT);
    QCOMPARE(control->end(), -SIGABRT);
    // Where the system allows no core of anybody, the limit above is all that can be seen.
    if (!control->hasDumpedCore())
        qInfo("This system dumps no core of any program: only the limit was seen.");
}

QTEST_GUILESS_MAIN(TestProcess)
#include "tst_process.moc"
