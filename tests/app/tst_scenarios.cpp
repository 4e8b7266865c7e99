#include "core/findings/catalogue.h"
#include "core/report/reportdocument.h"
#include "core/sandbox/scenarios/scenario.h"
#include "tests/support/program.h"

#include <QDir>
#include <QHash>
#include <QJsonArray>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace signet;
using namespace Qt::StringLiterals;

// Every scenario of the simulated Azure, through the program itself.

namespace {

// Part of the signature of every token the simulated Azure issues, in base64url.
const QByteArray tokenMark = "c2lnbmV0LXNhbmRib3gtdG9rZW4";
const QByteArray secretMark = "signet-sandbox-secret";

QStringList strings(const QJsonValue &value)
{
    QStringList list;
    for (const QJsonValue item : value.toArray())
        list.append(item.toString());
    return list;
}

// Why no scenario provokes a finding: a whole chapter, or one id of another chapter.
struct WithoutScenario {
    QLatin1StringView chapter;
    FindingId id;
    const char *reason;
};

constexpr auto pastedOnly = "Terraform prints it when it changes something; it is found in a pasted text";
constexpr auto faultOfService = "needs a fault of the service, which tests/diagnosis/tst_judges.cpp provides";

const WithoutScenario withoutScenario[] = {
    {"input"_L1, {}, "wrong use of a command, see tests/app/tst_wronguse.cpp"},
    {"principal"_L1, {}, "met when an identity is searched for or attached, see tests/principal"},
    {"setup"_L1, {}, "met when a plan is made or applied, see tests/setup"},
    {"sign-in"_L1, {}, "met when an administrator signs in, see tests/signin"},
    {{}, finding::conditionalAccessBlocked, "met when an administrator signs in, see tests/signin"},
    {{}, finding::wrongAccountSignedIn, "met when an administrator signs in, see tests/signin"},
    {{}, finding::guestPolicyBlocksInvite, pastedOnly},
    {{}, finding::invitationPending, pastedOnly},
    {{}, finding::groupMembershipRefused, pastedOnly},
    {{}, finding::credentialRejected, faultOfService},
    {{}, finding::orgStopped, faultOfService},
    {{}, finding::providerAliasUnknown, "depends on the value of --alias"},
    {{}, finding::providerAliasNeeded, "depends on the value of --alias"},
};

} // namespace

class TestScenarios : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyBlockerHasAScenarioOrAReason();
    void rootCauseIsTheScenario_data();
    void rootCauseIsTheScenario();
    void noOutputHoldsAToken_data() { rootCauseIsTheScenario_data(); }
    void noOutputHoldsAToken();
    void reportShownAgainReadsTheSame_data() { rootCauseIsTheScenario_data(); }
    void reportShownAgainReadsTheSame();
    void healthyReportHasTheShapeThatScriptsReadFrom();
    void skippedChecksNameTheirNeeds();
};

void TestScenarios::initTestCase()
{
    const QStringList required{u"healthy"_s,
                               u"healthy-user-assigned"_s,
                               u"not-on-azure"_s,
                               u"imds-unreachable"_s,
                               u"imds-throttled"_s,
                               u"identity-not-assigned"_s,
                               u"multiple-identities"_s,
                               u"silent-default-identity"_s,
                               u"object-id-as-client-id"_s,
                               u"wrong-audience"_s,
                               u"tenant-mismatch"_s,
                               u"org-url-wrong"_s,
                               u"org-not-entra-backed"_s,
                               u"not-in-org"_s,
                               u"anonymous-guid"_s,
                               u"html-instead-of-json"_s,
                               u"no-project-permission"_s,
                               u"proxy-eats-imds"_s,
                               u"clock-skew"_s};
    const QStringList names = sandbox::Scenario::names();
    for (const QString &name : required)
        QVERIFY2(names.contains(name), qPrintable(name));
}

void TestScenarios::everyBlockerHasAScenarioOrAReason()
{
    QStringList provoked;
    const QStringList names = sandbox::Scenario::names();
    for (const QString &name : names)
        provoked += sandbox::Scenario::named(name)->rootCauses;
    QStringList faults;
    QList<const WithoutScenario *> used;
    int reasoned = 0;
    for (const Finding &finding : catalogue()) {
        if (finding.severity != Severity::Blocker || provoked.contains(finding.id.toString()))
            continue;
        const auto reason = std::ranges::find_if(withoutScenario, [&finding](const WithoutScenario &one) {
            return one.id.isEmpty() ? one.chapter == finding.chapter : one.id == finding.id;
        });
        if (reason == std::end(withoutScenario)) {
            faults.append(finding.id.toString() + u" has neither"_s);
            continue;
        }
        ++reasoned;
        used.append(reason);
    }
    for (const WithoutScenario &one : withoutScenario) {
        if (!used.contains(&one))
            faults.append(u"not needed: "_s + QString::fromLatin1(one.reason) + u' ' + one.id.toString());
    }
    qInfo("%d scenarios; %d blockers without one, for a reason", int(names.size()), reasoned);
    QVERIFY2(faults.isEmpty(), qPrintable(faults.join(u'\n')));
}

void TestScenarios::rootCauseIsTheScenario_data()
{
    QTest::addColumn<QString>("name");
    const QStringList names = sandbox::Scenario::names();
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << name;
}

void TestScenarios::rootCauseIsTheScenario()
{
    QFETCH(QString, name);
    const auto scenario = sandbox::Scenario::named(name);
    QVERIFY(scenario);
    QCOMPARE(scenario->rootCauses.isEmpty(), scenario->outcome == sandbox::Outcome::Ready);
    const ProgramRun run =
        runProgram({u"diagnose"_s, u"--sandbox"_s, name, u"--strict"_s, u"--output"_s, u"json"_s});
    QVERIFY2(run.json()["schemaVersion"_L1].toInt() == 1, run.out + run.err);
    QCOMPARE(strings(run.json()["rootCauses"_L1]), scenario->rootCauses);
    const bool blocks = scenario->outcome == sandbox::Outcome::NotReady;
    const bool ready = !blocks && scenario->outcome != sandbox::Outcome::Unclear;
    QCOMPARE(run.json()["verdict"_L1].toString(), scenario->verdict);
    const bool warns = scenario->outcome == sandbox::Outcome::ReadyWithWarning;
    QCOMPARE(run.exitCode, !ready ? 2 : warns ? 3 : 0);
    // The three identities say the same as the verdict: what is not ready is marked, and what is ready is
    // not.
    const auto report = Report::fromJson(run.json());
    QVERIFY(report);
    const ReportDocument document = describe(*report);
    bool isMarked = false;
    bool isUnknown = false;
    for (const ReportDocument::Card &card : document.cards) {
        using State = ReportDocument::Card::State;
        isMarked = isMarked || card.state == State::AtFault || card.state == State::None;
        isUnknown = isUnknown || card.state == State::Unknown;
    }
    for (const ReportDocument::Link link : document.links)
        isMarked = isMarked || link == ReportDocument::Link::Different;
    QCOMPARE(isMarked || (report->verdict == Verdict::Unclear && isUnknown), !ready);

    // What keeps the identity from working is a blocker, and what does not is none; a note is one in the
    // catalogue, too.
    QHash<QString, QString> severities;
    const QJsonArray findings = run.json()["findings"_L1].toArray();
    for (const QJsonValue found : findings)
        severities.insert(found["id"_L1].toString(), found["severity"_L1].toString());
    for (const QString &cause : scenario->rootCauses) {
        const Finding *finding = findFinding(FindingId::fromText(cause));
        QVERIFY2(finding, qPrintable(cause));
        QVERIFY(severities.contains(cause));
        QCOMPARE(severities.value(cause) == "blocker"_L1, blocks);
        QCOMPARE(finding->severity == Severity::Info, scenario->outcome == sandbox::Outcome::ReadyWithNote);
    }
}

void TestScenarios::noOutputHoldsAToken()
{
    QFETCH(QString, name);
    QTemporaryDir directory;
    const QString file = directory.filePath(u"report.json"_s);
    const QList<QStringList> commands{
        {u"diagnose"_s, u"--sandbox"_s, name, u"--verbose"_s},
        {u"diagnose"_s, u"--sandbox"_s, name, u"--output"_s, u"json"_s, u"--out"_s, file},
        {u"token"_s, u"--sandbox"_s, name},
        {u"token"_s, u"--sandbox"_s, name, u"--output"_s, u"json"_s},
        {u"token"_s, u"--sandbox"_s, name, u"--reveal"_s},
        {u"identity"_s, u"--sandbox"_s, name, u"--output"_s, u"json"_s},
        {u"terraform"_s, u"explain"_s, u"--sandbox"_s, name, u"--verbose"_s},
        {u"terraform"_s, u"explain"_s, u"--sandbox"_s, name, u"--output"_s, u"json"_s},
    };
    for (const QStringList &command : commands) {
        const ProgramRun run = runProgram(command);
        QVERIFY2(!run.out.contains(tokenMark), qPrintable(command.join(u' ')));
        QVERIFY2(!run.err.contains(tokenMark), qPrintable(command.join(u' ')));
        // The name of the folder is by chance.
        const QByteArray told = QByteArray(run.out + run.err).replace(directory.path().toUtf8(), "");
        QVERIFY2(!told.contains("eyJ"), qPrintable(command.join(u' ')));
        QVERIFY2(!(run.out + run.err).contains(secretMark), qPrintable(command.join(u' ')));
    }
    QFile saved(file);
    QVERIFY(saved.open(QIODevice::ReadOnly));
    const QByteArray content = saved.readAll();
    QVERIFY(content.size() > 1000);
    QVERIFY(!content.contains(tokenMark));
    QVERIFY(!content.contains(secretMark));
    QVERIFY(!content.contains("eyJ"));
}

void TestScenarios::reportShownAgainReadsTheSame()
{
    QFETCH(QString, name);
    QTemporaryDir directory;
    const QString file = directory.filePath(u"report.json"_s);
    const ProgramRun saved =
        runProgram({u"diagnose"_s, u"--sandbox"_s, name, u"--output"_s, u"json"_s, u"--out"_s, file});
    QVERIFY2(saved.out.isEmpty(), saved.out);
    const ProgramRun again = runProgram({u"report"_s, u"show"_s, file, u"--output"_s, u"json"_s});
    QCOMPARE(again.exitCode, 0);
    QFile content(file);
    QVERIFY(content.open(QIODevice::ReadOnly));
    QCOMPARE(again.json(), QJsonDocument::fromJson(content.readAll()).object());

    const ProgramRun words = runProgram({u"report"_s, u"show"_s, file});
    QVERIFY(words.out.contains("Organization\n"));
    QVERIFY(words.out.contains(again.json()["summary"_L1].toString().left(30).toUtf8()));
}

void TestScenarios::healthyReportHasTheShapeThatScriptsReadFrom()
{
    const QJsonObject report =
        runProgram({u"diagnose"_s, u"--sandbox"_s, u"healthy"_s, u"--output"_s, u"json"_s}).json();
    for (const char *key : {"schemaVersion", "tool", "startedAt", "durationMs", "verdict", "summary",
                            "identities", "subject", "checks", "findings", "rootCauses", "exchanges"})
        QVERIFY2(report.contains(QLatin1StringView(key)), key);
    const QJsonObject identities = report["identities"_L1].toObject();
    QVERIFY(identities["machine"_L1].isObject());
    QVERIFY(identities["azureDevOps"_L1].isObject());
    QVERIFY(identities["terraform"_L1].isObject());
    QCOMPARE(identities["terraform"_L1]["credential"_L1].toString(), u"managed-identity"_s);
    QCOMPARE(identities["agree"_L1], QJsonValue(true));
    QCOMPARE(identities["machine"_L1]["objectId"_L1], identities["terraform"_L1]["objectId"_L1]);
    QCOMPARE(identities["machine"_L1]["objectId"_L1], identities["azureDevOps"_L1]["objectId"_L1]);
    QVERIFY(report["subject"_L1].toObject()["host"_L1].toObject()["kind"_L1] == u"azure-vm"_s);

    const QJsonArray checks = report["checks"_L1].toArray();
    QVERIFY(checks.size() >= 14);
    for (const QJsonValue check : checks) {
        for (const char *key :
             {"id", "stage", "title", "status", "needs", "because", "durationMs", "finding", "observation"})
            QVERIFY2(check.toObject().contains(QLatin1StringView(key)), key);
        QCOMPARE(check["status"_L1].toString(), u"passed"_s);
    }
    const QJsonArray exchanges = report["exchanges"_L1].toArray();
    // Two of them with the administrator's eyes: the access level and the groups. Two are those with which
    // the provider begins. What the configuration needs, to view a project, shows in the list of projects.
    QCOMPARE(exchanges.size(), 11);
    for (const QJsonValue exchange : exchanges) {
        for (const char *key : {"method", "url", "status", "connectMs", "firstByteMs", "totalMs",
                                "requestBytes", "responseBytes", "activityId"})
            QVERIFY2(exchange.toObject().contains(QLatin1StringView(key)), key);
    }
}

void TestScenarios::skippedChecksNameTheirNeeds()
{
    const QJsonObject report =
        runProgram({u"diagnose"_s, u"--sandbox"_s, u"not-in-org"_s, u"--output"_s, u"json"_s}).json();
    const QJsonArray checks = report["checks"_L1].toArray();
    bool seen = false;
    for (const QJsonValue check : checks) {
        if (check["id"_L1].toString() != "devops.projects"_L1)
            continue;
        seen = true;
        QCOMPARE(check["status"_L1].toString(), u"skipped"_s);
        QCOMPARE(strings(check["because"_L1]), QStringList{u"devops.membership"_s});
    }
    QVERIFY(seen);
    const QJsonObject finding = report["findings"_L1].toArray().first().toObject();
    QCOMPARE(finding["severity"_L1].toString(), u"blocker"_s);
    QCOMPARE(finding["rootCause"_L1].toBool(), true);
    QVERIFY(finding["fix"_L1].toArray().first()["who"_L1].toString() == "organization-admin"_L1);
    QVERIFY(finding["title"_L1].toString().contains("contoso"_L1));
}

QTEST_GUILESS_MAIN(TestScenarios)
#include "tst_scenarios.moc"
