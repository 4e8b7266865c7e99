#include "core/sandbox/sandboxserver.h"
#include "tests/support/program.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

// What `terraform needs` says and how it ends, with the real program against a simulated Azure.
class TestNeeds : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void eachRefusalIsNamed_data();
    void eachRefusalIsNamed();
    void computedIsNeverHeld();
    void aStopLeavesNoDocument_data();
    void aStopLeavesNoDocument();
    void nothingToCheckIsSaid();
    void aMistypedAliasIsAnError();
    void aGrantGivesNoLevelThatNothingNeeds();
    void aPlanNamesTheObjectInWords();
    void everyFormatSaysWhatIsMissing();
    void aListOfNeedsHasNothingThatFails_data();
    void aListOfNeedsHasNothingThatFails();

private:
    ProgramRun run(QStringList arguments);
    void write(const QString &name, const QByteArray &content) const;

    std::unique_ptr<sandbox::SandboxServer> m_server;
    QTemporaryDir m_directory;
};

namespace {

const QString vmBuild = u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s;

} // namespace

ProgramRun TestNeeds::run(QStringList arguments)
{
    arguments = QStringList{u"terraform"_s, u"needs"_s} + arguments
        + QStringList{u"--sandbox"_s, m_server->url().toString()};
    QProcess process;
    process.setProcessEnvironment(cleanEnvironment());
    process.setWorkingDirectory(m_directory.path());
    process.start(QStringLiteral(SIGNET_PROGRAM), arguments);
    process.closeWriteChannel();
    if (!QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 60'000))
        qFatal("signet %s did not end", qPrintable(arguments.join(u' ')));
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

void TestNeeds::write(const QString &name, const QByteArray &content) const
{
    QFile file(m_directory.filePath(name));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(content);
}

void TestNeeds::initTestCase()
{
    QVERIFY(m_directory.isValid());
    QVERIFY(QDir(m_directory.path()).mkpath(u"infra"_s) && QDir(m_directory.path()).mkpath(u"empty"_s));
    write(u"infra/main.tf"_s,
          "data \"azuredevops_project\" \"fiber\" {\n name = \"Fabrikam-Fiber\"\n}\n"
          "resource \"azuredevops_agent_pool\" \"p\" {\n name = \"builders\"\n}\n"
          "resource \"azuredevops_git_repository_branch\" \"b\" {\n name = \"x\"\n"
          " repository_id = \"0f0e0d0c-0b0a-4908-8706-050403020100\"\n}\n");
    // Without any code, so without a need for Basic.
    QVERIFY(QDir(m_directory.path()).mkpath(u"tags"_s));
    write(u"tags/main.tf"_s, "resource \"azuredevops_project\" \"p\" {\n name = \"Brand-New\"\n}\n");
}

void TestNeeds::init()
{
    m_server = std::make_unique<sandbox::SandboxServer>(*sandbox::Scenario::named(u"healthy"_s));
    QVERIFY(m_server->listen());
}

void TestNeeds::eachRefusalIsNamed_data()
{
    using Kind = sandbox::Fault::Kind;
    QTest::addColumn<int>("kind");
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("finding");
    QTest::addColumn<int>("exitCode");
    const QByteArray json("application/json; charset=utf-8");
    const auto message = [](const char *text) {
        return QByteArray("{\"$id\":\"1\",\"message\":\"") + text
            + "\",\"typeKey\":\"Any\",\"errorCode\":0,\"eventId\":3000}";
    };
    const auto row = [](const char *name, Kind kind, int status, const QByteArray &type,
                        const QByteArray &body, const char *finding, int exitCode) {
        QTest::newRow(name) << int(kind) << status << type << body << QString::fromLatin1(finding)
                            << exitCode;
    };
    row("401 without a body", Kind::Refusal, 401, {}, {}, "credential-rejected", 2);
    row("not a member", Kind::Refusal, 401, json,
        message("TF401444: Please sign-in at least once as x\\\\a in a web browser"), "not-in-org", 2);
    row("not authorized", Kind::Refusal, 401, json,
        message("TF400813: The user 'a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4' is not authorized to access this "
                "resource."),
        "not-in-org", 2);
    row("anonymous", Kind::Refusal, 401, json,
        message("TF400813: The user 'aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa' is not authorized to access this "
                "resource."),
        "anonymous-guid", 2);
    row("stopped", Kind::Refusal, 503, json,
        message("TF24668: The following team project collection is stopped: contoso."), "org-stopped", 5);
    row("a sign-in page", Kind::Refusal, 203, "text/html",
        "<html><title>Azure DevOps Services | Sign In</title></html>", "", 2);
    row("throttled", Kind::Throttled, 429, {}, {}, "devops-rate-limited", 5);
    row("broken", Kind::Refusal, 500, json, message("broken"), "", 0);
    row("closed", Kind::ResetBefore, 0, {}, {}, "", 0);
}

// Whatever keeps Azure DevOps from answering for the identity has a finding; none of it passes.
void TestNeeds::eachRefusalIsNamed()
{
    QFETCH(int, kind);
    QFETCH(int, status);
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, body);
    QFETCH(QString, finding);
    QFETCH(int, exitCode);
    sandbox::Fault fault;
    fault.path = u"connectiondata"_s;
    fault.times = 10;
    fault.kind = sandbox::Fault::Kind(kind);
    fault.status = status;
    fault.contentType = type;
    fault.body = body;
    m_server->world().faults = {fault};
    const ProgramRun checked =
        run({u"--dir"_s, u"infra"_s, u"--check"_s, u"--org"_s, u"contoso"_s, u"--output"_s, u"json"_s});
    QVERIFY2(checked.exitCode == 2 || checked.exitCode == 5, checked.err);
    if (exitCode != 0)
        QCOMPARE(checked.exitCode, exitCode);
    const QJsonObject json = checked.json();
    QVERIFY2(!json["finding"_L1].toString().isEmpty(), checked.out);
    if (!finding.isEmpty())
        QCOMPARE(json["finding"_L1].toString(), finding);
    QVERIFY(json["verdict"_L1].toString() != u"ready"_s);
    QVERIFY(!checked.out.contains("\"held\""));
    QVERIFY2(checked.err.contains("\nsignet: "), checked.err);
}

void TestNeeds::computedIsNeverHeld()
{
    const QStringList question{u"--dir"_s,   u"infra"_s,       u"--check"_s, u"--org"_s,
                               u"contoso"_s, u"--object-id"_s, vmBuild};
    const ProgramRun json = run(question + QStringList{u"--output"_s, u"json"_s});
    QCOMPARE(json.exitCode, 2);
    QCOMPARE(json.json()["basis"_L1].toString(), u"computed"_s);
    QVERIFY(json.out.contains("\"computed\""));
    QVERIFY2(!json.out.contains("\"held"), json.out);
    for (const QString &output : {u"text"_s, u"markdown"_s}) {
        const ProgramRun shown = run(question + QStringList{u"--output"_s, output, u"--verbose"_s});
        QVERIFY2(shown.out.contains("allowed (computed)"), shown.out);
        QVERIFY2(!shown.out.contains("held"), shown.out);
    }
}

void TestNeeds::aStopLeavesNoDocument_data()
{
    QTest::addColumn<QStringList>("arguments");
    const QStringList question{u"--dir"_s, u"infra"_s, u"--org"_s, u"contoso"_s, u"--object-id"_s, vmBuild};
    QTest::newRow("check") << question + QStringList{u"--check"_s};
    QTest::newRow("grant") << question + QStringList{u"--grant"_s, u"stopped.json"_s};
}

void TestNeeds::aStopLeavesNoDocument()
{
    QFETCH(QStringList, arguments);
    sandbox::Fault silent;
    silent.path = u"accesscontrollists"_s;
    silent.kind = sandbox::Fault::Kind::Silence;
    silent.times = 1000;
    m_server->world().faults = {silent};
    const ProgramRun stopped = run(arguments + QStringList{u"--timeout"_s, u"2"_s});
    QCOMPARE(stopped.exitCode, 5);
    QCOMPARE(stopped.out, QByteArray());
    QVERIFY2(stopped.err.contains("Timed out after 2 seconds."), stopped.err);
    QVERIFY(!QFile::exists(m_directory.filePath(u"stopped.json"_s)));
}

void TestNeeds::nothingToCheckIsSaid()
{
    const QByteArray none = "No resources of the azuredevops provider were found";
    const ProgramRun needs = run({u"--dir"_s, u"empty"_s});
    QCOMPARE(needs.exitCode, 0);
    QVERIFY2(needs.out.startsWith(none), needs.out);
    const ProgramRun checked = run({u"--dir"_s, u"empty"_s, u"--check"_s, u"--org"_s, u"contoso"_s});
    QCOMPARE(checked.exitCode, 2);
    QVERIFY2(checked.out.startsWith(none), checked.out);
    const ProgramRun granted = run({u"--dir"_s, u"empty"_s, u"--grant"_s, u"none.json"_s, u"--org"_s,
                                    u"contoso"_s, u"--object-id"_s, vmBuild});
    QCOMPARE(granted.exitCode, 1);
    QVERIFY2(granted.err.contains("is not valid for --dir"), granted.err);
    QVERIFY2(granted.err.contains("signet terraform needs --help"), granted.err);
    QVERIFY(!QFile::exists(m_directory.filePath(u"none.json"_s)));
}

void TestNeeds::aMistypedAliasIsAnError()
{
    const ProgramRun needs = run({u"--dir"_s, u"infra"_s, u"--alias"_s, u"secnod"_s});
    QCOMPARE(needs.exitCode, 1);
    QCOMPARE(needs.out, QByteArray());
    QVERIFY2(needs.err.contains("has the alias secnod"), needs.err);
}

void TestNeeds::aGrantGivesNoLevelThatNothingNeeds()
{
    m_server = std::make_unique<sandbox::SandboxServer>(*sandbox::Scenario::named(u"not-in-org"_s));
    QVERIFY(m_server->listen());
    const auto levelOf = [this](const QString &folder) {
        const ProgramRun granted = run({u"--dir"_s, folder, u"--grant"_s, u"level.json"_s, u"--org"_s,
                                        u"contoso"_s, u"--object-id"_s, vmBuild, u"--output"_s, u"json"_s});
        return granted.exitCode == 0 ? granted.json()["accessLevel"_L1].toString()
                                     : QString::fromUtf8(granted.err);
    };
    QCOMPARE(levelOf(u"tags"_s), u"stakeholder"_s);
    QCOMPARE(levelOf(u"infra"_s), u"express"_s);
}

void TestNeeds::aPlanNamesTheObjectInWords()
{
    const ProgramRun granted = run({u"--dir"_s, u"infra"_s, u"--grant"_s, u"words.json"_s, u"--org"_s,
                                    u"contoso"_s, u"--object-id"_s, vmBuild, u"--probable"_s});
    QCOMPARE(granted.exitCode, 0);
    QVERIFY2(!granted.out.contains("repoV2") && !granted.out.contains("AgentPools"), granted.out);
    QVERIFY2(granted.out.contains(" on all agent pools"), granted.out);
}

void TestNeeds::everyFormatSaysWhatIsMissing()
{
    m_server = std::make_unique<sandbox::SandboxServer>(*sandbox::Scenario::named(u"rights-read-only"_s));
    QVERIFY(m_server->listen());
    const auto checked = [this](const QString &format) {
        const ProgramRun checking = run({u"--check"_s, u"--dir"_s, u"infra"_s, u"--output"_s, format});
        if (checking.exitCode != 2)
            qFatal("%s: %s", qPrintable(format), checking.err.constData());
        return checking.out;
    };
    const qsizetype missing = checked(u"text"_s).count("  \u2717 ");
    QVERIFY(missing > 0);
    const QByteArray junit = checked(u"junit"_s);
    QVERIFY2(junit.contains("failures=\"" + QByteArray::number(missing) + '"'), junit);
    QCOMPARE(junit.count("<failure "), missing);
    QCOMPARE(checked(u"html"_s).count("<td class=\"bad\">"), missing);

    const QJsonArray results =
        QJsonDocument::fromJson(checked(u"sarif"_s))["runs"_L1][0]["results"_L1].toArray();
    qsizetype errors = 0;
    for (const QJsonValue result : results) {
        if (result["level"_L1].toString() != "error"_L1)
            continue;
        ++errors;
        QCOMPARE(result["ruleId"_L1].toString(), u"permission-missing"_s);
        const QJsonValue place = result["locations"_L1][0]["physicalLocation"_L1];
        QCOMPARE(place["artifactLocation"_L1]["uri"_L1].toString(), u"infra/main.tf"_s);
        QVERIFY(place["region"_L1]["startLine"_L1].toInt() > 0);
    }
    QCOMPARE(errors, missing);
}

void TestNeeds::aListOfNeedsHasNothingThatFails_data()
{
    QTest::addColumn<QString>("format");
    QTest::addColumn<int>("exitCode");
    QTest::addRow("junit") << u"junit"_s << 1;
    QTest::addRow("sarif") << u"sarif"_s << 1;
    QTest::addRow("html") << u"html"_s << 0;
}

void TestNeeds::aListOfNeedsHasNothingThatFails()
{
    QFETCH(QString, format);
    QFETCH(int, exitCode);
    const ProgramRun listing = run({u"--dir"_s, u"infra"_s, u"--output"_s, format});
    QCOMPARE(listing.exitCode, exitCode);
    QCOMPARE(listing.out.isEmpty(), exitCode != 0);
    QCOMPARE(listing.err.contains("--check"), exitCode != 0);
    QCOMPARE(listing.out.contains("azuredevops_agent_pool.p (main.tf:4)"), exitCode == 0);
}

QTEST_GUILESS_MAIN(TestNeeds)
#include "tst_needs.moc"
