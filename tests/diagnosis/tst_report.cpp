#include "core/report/jsonsink.h"
#include "core/report/reportdocument.h"
#include "core/report/textlayout.h"
#include "core/report/textsink.h"

#include <QTest>

using namespace signet;
using namespace Qt::StringLiterals;

namespace {

CheckResult resultOf(const QString &id, const QString &stage, const QString &title, Status status)
{
    CheckResult result;
    result.id = id;
    result.stage = stage;
    result.title = title;
    result.status = status;
    result.phase = Phase::Done;
    return result;
}

Report sample()
{
    Report report;
    report.startedAt = 1790000000;
    report.durationMs = 412;
    report.finished = true;
    report.verdict = Verdict::NotReady;
    report.machine = IdentityFacts{u"system-assigned"_s,
                                   u"vm-build"_s,
                                   u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s,
                                   u"3b9e1f20-6c5d-4e8a-b1a7-d2c3e4f50617"_s,
                                   u"8c2f6a10-4b7e-4d55-9a31-0f1e2d3c4b5a"_s,
                                   {},
                                   {},
                                   {}};
    report.subject = {{u"organization"_s, u"contoso"_s},
                      {u"host"_s, QJsonObject{{u"kind"_s, u"azure-vm"_s}}}};
    report.checks.push_back(
        resultOf(u"machine.host"_s, u"machine"_s, u"The machine type is known"_s, Status::Passed));
    CheckResult failedOne = resultOf(u"devops.membership"_s, u"membership"_s,
                                     u"The identity is a member of the organization"_s, Status::Failed);
    const QJsonObject evidence{{u"organization"_s, u"contoso"_s},
                               {u"principal"_s, u"vm-build"_s},
                               {u"objectId"_s, report.machine->objectId},
                               {u"status"_s, 401},
                               {u"serviceCode"_s, u"TF401444"_s}};
    failedOne.problem = Problem(finding::notInOrg, evidence);
    report.checks.push_back(failedOne);
    CheckResult skipped = resultOf(u"devops.projects"_s, u"permissions"_s,
                                   u"The identity can see the projects"_s, Status::Skipped);
    skipped.because = {u"devops.membership"_s};
    report.checks.push_back(skipped);
    report.findings.append({finding::notInOrg, Severity::Blocker, true, evidence, {u"devops.membership"_s}});
    report.rootCauses = {finding::notInOrg};
    return report;
}

} // namespace

class TestReport : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void jsonComesBackWhole();
    void brokenJsonIsRefused_data();
    void brokenJsonIsRefused();
    void unknownFindingOfALaterVersionIsShown();
    void textNamesCauseFixAndEvidence();
    void textFitsItsWidth_data();
    void textFitsItsWidth();
    void foreignTextCannotDriveTheTerminal();
    void agreeIsOpenUntilAllThreeAreKnown();
    void stripTellsEqualFromDifferent();
    void layoutCountsColumns();
};

void TestReport::jsonComesBackWhole()
{
    const QJsonObject json = reportToJson(sample());
    const auto again = Report::fromJson(json);
    QVERIFY(again);
    QCOMPARE(reportToJson(*again), json);
    QCOMPARE(json["startedAt"_L1].toString(), u"2026-09-21T14:13:20Z"_s);
    QCOMPARE(json["summary"_L1].toString(), u"vm-build is not a member of contoso."_s);
    QVERIFY(json["identities"_L1]["azureDevOps"_L1].isNull());
}

void TestReport::brokenJsonIsRefused_data()
{
    QTest::addColumn<QJsonObject>("json");
    QJsonObject json = reportToJson(sample());
    QTest::newRow("empty") << QJsonObject();
    json[u"schemaVersion"_s] = 2;
    QTest::newRow("later schema") << json;
    json = reportToJson(sample());
    json[u"verdict"_s] = u"perhaps"_s;
    QTest::newRow("unknown verdict") << json;
    json = reportToJson(sample());
    json[u"checks"_s] = QJsonArray{QJsonObject{{u"id"_s, u"a"_s}, {u"status"_s, u"fine"_s}}};
    QTest::newRow("unknown status") << json;
    json = reportToJson(sample());
    json[u"findings"_s] = QJsonArray{QJsonObject{{u"id"_s, u"a"_s}}};
    QTest::newRow("finding without severity") << json;
}

void TestReport::brokenJsonIsRefused()
{
    QFETCH(QJsonObject, json);
    const auto report = Report::fromJson(json);
    QVERIFY(!report);
    QCOMPARE(report.problem().findingId.toString(), u"report-not-valid"_s);
    QVERIFY(!report.problem().evidence["reason"_L1].toString().isEmpty());
}

void TestReport::unknownFindingOfALaterVersionIsShown()
{
    Report report = sample();
    report.findings[0].id = FindingId::fromText(u"finding-of-tomorrow"_s);
    report.rootCauses = {FindingId::fromText(u"finding-of-tomorrow"_s)};
    QVERIFY(reportToText(report, {}).contains(u"finding-of-tomorrow"_s));
}

void TestReport::textNamesCauseFixAndEvidence()
{
    const QString text = reportToText(sample(), {});
    for (const QString &part :
         {u"This machine"_s, u"Azure DevOps · contoso"_s, u"vm-build"_s, u"≠"_s,
          u"✗ vm-build is not a member of contoso."_s, u"Do this"_s, u"TF401444"_s,
          u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s, u"signet explain not-in-org"_s, u"[✗]"_s, u"[–]"_s,
          u"not checked, because it depends on"_s, u"1 passed, 1 failed, 1 not checked"_s})
        QVERIFY2(text.contains(part), qPrintable(part + u" in\n"_s + text));
    QVERIFY(!text.contains(u'\x1b'));
    TextStyle colour;
    colour.colour = true;
    QVERIFY(reportToText(sample(), colour).contains(u'\x1b'));
}

void TestReport::textFitsItsWidth_data()
{
    QTest::addColumn<int>("width");
    for (const int width : {72, 80, 120})
        QTest::addRow("%d columns", width) << width;
}

void TestReport::textFitsItsWidth()
{
    QFETCH(int, width);
    TextStyle style;
    style.width = width;
    const QStringList lines = reportToText(sample(), style).split(u'\n');
    for (const QString &line : lines) {
        // Commands and addresses are never broken.
        if (line.contains(u"$ "_s) || line.contains(u"https://"_s))
            continue;
        QVERIFY2(columns(line) <= width, qPrintable(line));
    }
}

void TestReport::foreignTextCannotDriveTheTerminal()
{
    Report report = sample();
    report.findings[0].evidence[u"serviceMessage"_s] = u"\x1b[2Jgone\rover"_s;
    report.machine->name = u"vm\x1b]0;title\x07"_s;
    const QString text = reportToText(report, {});
    QVERIFY(!text.contains(u'\x1b'));
    QVERIFY(!text.contains(u'\r'));
    QVERIFY(!text.contains(u'\x07'));
}

void TestReport::agreeIsOpenUntilAllThreeAreKnown()
{
    Report report = sample();
    QVERIFY(!report.agree());
    report.azureDevOps = report.machine;
    QVERIFY(!report.agree());
    report.terraform = report.machine;
    QCOMPARE(report.agree(), std::optional(true));
    report.terraform->objectId = u"0badc0de-1122-4334-9556-778899001122"_s;
    QCOMPARE(report.agree(), std::optional(false));
    report.terraform->objectId.clear();
    QVERIFY(!report.agree());
}

void TestReport::stripTellsEqualFromDifferent()
{
    Report report = sample();
    QVERIFY(describe(report).links[0] == ReportDocument::Link::Different);
    QVERIFY(describe(report).links[1] == ReportDocument::Link::Unknown);
    report.azureDevOps = report.machine;
    QVERIFY(describe(report).links[0] == ReportDocument::Link::Equal);
    report.azureDevOps->objectId = u"0badc0de-1122-4334-9556-778899001122"_s;
    QVERIFY(describe(report).links[0] == ReportDocument::Link::Different);
}

void TestReport::layoutCountsColumns()
{
    QCOMPARE(columns(u"abc"), 3);
    QCOMPARE(columns(u"日本"), 4);
    QCOMPARE(columns(u"e\u0301"), 1);
    QCOMPARE(columns(padded(u"日本語テスト"_s, 6)), 6);
    QCOMPARE(padded(u"abcdef"_s, 4), u"abc…"_s);
    QCOMPARE(wrapped(u"one two three"_s, 7), QStringList({u"one two"_s, u"three"_s}));
    QCOMPARE(wrapped(u"https://dev.azure.com/contoso x"_s, 5).first(), u"https://dev.azure.com/contoso"_s);
    QCOMPARE(shortened(u"a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4"_s), u"a4d8…e5d4"_s);
    QCOMPARE(shortened(u"short"_s), u"short"_s);
}

QTEST_APPLESS_MAIN(TestReport)
#include "tst_report.moc"
