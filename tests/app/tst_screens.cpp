#include "core/diagnosis/report.h"
#include "core/report/textsink.h"
#include "core/sandbox/sandboxserver.h"
#include "tests/support/golden.h"
#include "tests/support/program.h"
#include "tests/support/untranslated.h"

#include <QRegularExpression>
#include <QTemporaryDir>

#include <memory>

using namespace signet;
using namespace Qt::StringLiterals;

// What the command line prints, whole, so that every word of it is read in a difference. The files are in
// tests/data/screens; SIGNET_UPDATE_GOLDEN=1 writes them again.

namespace {

const QString vmBuild = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;

// Durations are different in each run, and so is the number of requests: one that is sent ahead of its turn
// is not sent when the answer that makes it useless comes first. Folders and versions are different on each
// machine.
QString normalized(QString text, const QString &folder)
{
    text.replace(folder, u"FOLDER"_s);
    static const QRegularExpression totals(u"(?: · [0-9]+ requests?)? · [0-9.]+ m?s$"_s,
                                           QRegularExpression::MultilineOption);
    text.replace(totals, u" · REQUESTS · TIME"_s);
    static const QRegularExpression request(u"^  [0-9.]+ m?s +[0-9.]+ m?s +"_s,
                                            QRegularExpression::MultilineOption);
    text.replace(request, u"  TIME    TIME    "_s);
    static const QRegularExpression activity(u"(Activity id +|activity id +)[0-9a-f-]{36}"_s);
    text.replace(activity, u"\\1ACTIVITY"_s);
    return text;
}

QProcessEnvironment eightyColumns()
{
    QProcessEnvironment environment = cleanEnvironment();
    environment.insert(u"COLUMNS"_s, u"80"_s);
    environment.insert(u"LC_ALL"_s, u"C.UTF-8"_s);
    environment.remove(u"LANGUAGE"_s);
    environment.remove(u"SIGNET_LANGUAGE"_s);
    return environment;
}

// A simulated Azure that keeps its state from one command to the next, or a new one for each command.
std::unique_ptr<sandbox::SandboxServer> worldOf(const QString &scenario)
{
    if (scenario.isEmpty())
        return nullptr;
    const auto found = sandbox::Scenario::named(scenario);
    if (!found)
        qFatal("no scenario %s", qPrintable(scenario));
    auto server = std::make_unique<sandbox::SandboxServer>(*found);
    if (!server->listen())
        qFatal("the simulated Azure does not listen");
    return server;
}

// The commands one after the other, as somebody sees them in a terminal.
QString screenOf(const QString &scenario, const QList<QStringList> &commands, const QString &folder,
                 const QProcessEnvironment &environment)
{
    const auto world = worldOf(scenario);
    QString screen;
    for (const QStringList &arguments : commands) {
        QStringList all = arguments + QStringList{u"--no-color"_s};
        if (world)
            all += {u"--sandbox"_s, world->url().toString()};
        QProcess process;
        process.setProcessEnvironment(environment);
        process.setWorkingDirectory(folder);
        process.start(QStringLiteral(SIGNET_PROGRAM), all);
        process.closeWriteChannel();
        // The event loop answers for the simulated Azure meanwhile.
        if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 60'000))
            qFatal("signet %s did not end", qPrintable(arguments.join(u' ')));
        const QByteArray talk = process.readAllStandardError();
        const QByteArray data = process.readAllStandardOutput();
        screen += u"$ signet "_s + arguments.join(u' ') + u'\n';
        screen += QString::fromUtf8(talk);
        if (!talk.isEmpty() && !data.isEmpty())
            screen += u'\n';
        screen += QString::fromUtf8(data);
        screen += u"[exit code %1]\n\n"_s.arg(process.exitCode());
    }
    if (world)
        screen.replace(world->url().toString(), u"SANDBOX"_s);
    return normalized(screen, folder);
}

Report reportOf(const QString &scenario)
{
    const ProgramRun run =
        runProgram({u"diagnose"_s, u"--sandbox"_s, scenario, u"--output"_s, u"json"_s}, {}, eightyColumns());
    const auto report = Report::fromJson(run.json());
    if (!report)
        qFatal("no report of %s", qPrintable(scenario));
    return *report;
}

} // namespace

class TestScreens : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void screenReadsAsReviewed_data();
    void screenReadsAsReviewed();
    void everyTextIsTranslated_data() { screenReadsAsReviewed_data(); }
    void everyTextIsTranslated();
    void runningReportReadsAsReviewed();
    void stoppedReportReadsAsReviewed();
};

void TestScreens::screenReadsAsReviewed_data()
{
    QTest::addColumn<QString>("world");
    QTest::addColumn<QList<QStringList>>("commands");
    const auto row = [](const char *name, const QList<QStringList> &commands) {
        QTest::newRow(name) << QString() << commands;
    };
    const auto inWorld = [](const char *name, const QString &scenario, const QList<QStringList> &commands) {
        QTest::newRow(name) << scenario << commands;
    };
    const auto diagnose = [&row](const char *scenario) {
        row(scenario, {{u"diagnose"_s, u"--sandbox"_s, QString::fromLatin1(scenario)}});
    };
    diagnose("healthy");
    diagnose("not-in-org");
    diagnose("identity-not-assigned");
    diagnose("multiple-identities");
    diagnose("not-on-azure");
    diagnose("imds-unreachable");
    diagnose("tenant-mismatch");
    diagnose("stakeholder-licence");
    diagnose("pat-overrides-msi");
    diagnose("html-instead-of-json");
    diagnose("silent-default-identity");

    const QString sandbox = u"--sandbox"_s;
    const QString scenario = u"not-in-org"_s;
    const QStringList plan{u"setup"_s,       u"plan"_s,
                           u"--object-id"_s, vmBuild,
                           u"--project"_s,   u"Fabrikam-Fiber=contributor"_s,
                           u"--project"_s,   u"Fabrikam-Fiber=library:Creator"_s,
                           u"--out"_s,       u"plan.json"_s};
    const QStringList apply{u"setup"_s, u"apply"_s, u"plan.json"_s, u"--yes"_s};
    const QStringList verify{u"setup"_s, u"verify"_s, u"plan.receipt.json"_s};
    const QStringList undo{u"setup"_s, u"undo"_s, u"plan.receipt.json"_s, u"--yes"_s};
    inWorld("plan", scenario, {plan});
    inWorld("plan-requests", scenario, {plan + QStringList{u"--verbose"_s}});
    inWorld("plan-nothing-to-do", u"healthy"_s,
            {{u"setup"_s, u"plan"_s, u"--object-id"_s, vmBuild, u"--access-level"_s, u"stakeholder"_s}});
    inWorld("apply-verify-undo", scenario, {plan, apply, verify, undo, verify, undo});
    row("token", {{u"token"_s, sandbox, u"healthy"_s}});
    row("token-refused", {{u"token"_s, sandbox, u"identity-not-assigned"_s}});
    row("identity", {{u"identity"_s, sandbox, u"healthy"_s}});
    row("identity-none", {{u"identity"_s, sandbox, u"not-on-azure"_s}});
    row("identity-arc", {{u"identity"_s, sandbox, u"healthy-arc"_s}});
    row("principal", {{u"principal"_s, u"find"_s, u"vm-build"_s, sandbox, scenario}});
    row("principal-unknown", {{u"principal"_s, u"find"_s, u"vm-nowhere"_s, sandbox, scenario}});
    row("explanation",
        {{u"terraform"_s, u"explain"_s, sandbox, u"healthy"_s},
         {u"terraform"_s, u"explain"_s, sandbox, u"pat-overrides-msi"_s}});
    row("explain", {{u"explain"_s, u"not-in-org"_s}});
    row("login", {{u"login"_s, u"--show"_s, sandbox, scenario}, {u"logout"_s, sandbox, scenario}});
    row("profiles", {{u"profile"_s, u"list"_s, sandbox, scenario}});
}

void TestScreens::screenReadsAsReviewed()
{
    QFETCH(QString, world);
    QFETCH(QList<QStringList>, commands);
    const QTemporaryDir folder;
    const QString screen = screenOf(world, commands, folder.path(), eightyColumns());
    const QString file = u"screens/%1.txt"_s.arg(QString::fromLatin1(QTest::currentDataTag()));
    QCOMPARE(screen, golden(file, screen));
}

// In the pseudo-language only names, ids, code and what a service says are as they were.
void TestScreens::everyTextIsTranslated()
{
    QFETCH(QString, world);
    QFETCH(QList<QStringList>, commands);
    const QTemporaryDir folder;
    QProcessEnvironment environment = eightyColumns();
    environment.insert(u"SIGNET_LANGUAGE"_s, u"pseudo"_s);
    environment.insert(u"COLUMNS"_s, u"400"_s);
    QString screen = screenOf(world, commands, folder.path(), environment);
    // The sandbox speaks English, also in the titles of its scenarios.
    QStringList scenarios{world};
    for (const QStringList &arguments : commands)
        scenarios.append(arguments.value(arguments.indexOf(u"--sandbox"_s) + 1));
    for (const QString &name : std::as_const(scenarios)) {
        if (const auto scenario = sandbox::Scenario::named(name))
            screen.remove(scenario->title);
    }
    // A value on several lines is one; what a service answered, the names of claims and their values, and the
    // names of scopes are as they came.
    static const QRegularExpression wrapped(u"\n {20,}(?=\\S)"_s);
    static const QRegularExpression quoted(u"^ *⟦(?:méśśáğé|Ťóķéń śćópé).*$|^  [a-z_]+ +(?=⟦)|^ {15,}\\S+$"_s,
                                           QRegularExpression::MultilineOption);
    screen.replace(wrapped, u" "_s).remove(quoted);
    QStringList faults;
    const QStringList lines = screen.split(u'\n');
    for (const QString &line : lines) {
        const QString bare = line.trimmed();
        const bool isCommand = bare.startsWith("$ "_L1) || bare.startsWith("signet "_L1)
            || bare.startsWith("unset "_L1) || bare.startsWith("[exit code"_L1);
        const QString left = isCommand ? QString() : untranslated(line);
        if (!left.isEmpty())
            faults.append(u"%1 (%2)"_s.arg(bare.left(160), left));
    }
    QVERIFY2(faults.isEmpty(), qPrintable(u'\n' + faults.join(u'\n')));
}

void TestScreens::runningReportReadsAsReviewed()
{
    Report report = reportOf(u"healthy"_s);
    report.finished = false;
    report.verdict = Verdict::Unclear;
    for (CheckResult &check : report.checks) {
        if (check.stage == "machine"_L1)
            continue;
        check.phase = check.id == "identity.token"_L1 ? Phase::Asking : Phase::Waiting;
        check.limitMs = check.id == "identity.token"_L1 ? 12'000 : 0;
        if (check.id == "identity.token"_L1)
            check.provisional = Problem(finding::imdsUnreachable);
    }
    report.machine.reset();
    report.azureDevOps.reset();
    report.terraform.reset();
    const QString screen = normalized(reportToText(report, TextStyle()), u"/nowhere"_s);
    QCOMPARE(screen, golden(u"screens/running.txt"_s, screen));
}

void TestScreens::stoppedReportReadsAsReviewed()
{
    Report report = reportOf(u"healthy"_s);
    report.stopped = true;
    report.verdict = Verdict::Unclear;
    report.azureDevOps.reset();
    for (CheckResult &check : report.checks) {
        if (check.stage == "membership"_L1 || check.stage == "permissions"_L1)
            check.status = Status::Unknown;
    }
    const QString screen = normalized(reportToText(report, TextStyle()), u"/nowhere"_s);
    QCOMPARE(screen, golden(u"screens/stopped.txt"_s, screen));
}

QTEST_GUILESS_MAIN(TestScreens)
#include "tst_screens.moc"
