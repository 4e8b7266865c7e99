#include "core/report/jsonsink.h"
#include "core/report/pipelinenotes.h"
#include "core/report/reportdiff.h"
#include "core/report/reportdocument.h"
#include "core/report/reportformat.h"
#include "core/report/textlayout.h"
#include "core/report/textsink.h"
#include "core/report/waterfall.h"

#include "core/result/printable.h"
#include "core/result/secret.h"
#include "tests/support/golden.h"
#include "tests/support/hostilenames.h"
#include "tests/support/secretshapes.h"

#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

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

// With a finding about a file, and with requests that depend on each other.
Report travellingReport()
{
    Report report = sample();
    report.toolVersion = u"0.0.0"_s;
    report.subject.insert(u"terraform"_s, QJsonObject{{u"directory"_s, u"infra"_s}});
    report.findings.append({finding::patOverridesMsi,
                            Severity::Warning,
                            false,
                            {{u"path"_s, u"main.tf"_s}, {u"line"_s, 12}},
                            {u"terraform.credential"_s}});
    CheckResult unknown = resultOf(u"terraform.credential"_s, u"terraform"_s,
                                   u"The provider would use only the intended credential"_s, Status::Warning);
    unknown.problem = Problem(finding::patOverridesMsi, report.findings.last().evidence);
    report.checks.push_back(unknown);
    report.checks.push_back(resultOf(u"terraform.backend"_s, u"terraform"_s,
                                     u"The backend uses the managed identity"_s, Status::Unknown));
    const auto exchange = [](const char *url, double started, double total, int status) {
        return QJsonObject{{u"check"_s, u"identity.token"_s},
                           {u"method"_s, u"GET"_s},
                           {u"url"_s, QString::fromLatin1(url)},
                           {u"transport"_s, status > 0 ? u"answered"_s : u"timeout_read"_s},
                           {u"status"_s, status > 0 ? QJsonValue(status) : QJsonValue()},
                           {u"startedMs"_s, started},
                           {u"connectMs"_s, 2},
                           {u"firstByteMs"_s, status > 0 ? QJsonValue(total / 2) : QJsonValue()},
                           {u"totalMs"_s, total},
                           {u"requestBytes"_s, 0},
                           {u"responseBytes"_s, 100},
                           {u"activityId"_s, QJsonValue()}};
    };
    report.exchanges = {
        exchange("http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01", 0, 40, 200),
        exchange("https://dev.azure.com/contoso", 5, 20, 302),
        exchange("https://dev.azure.com/contoso/_apis/connectionData", 40, 60, 401),
        exchange("https://vssps.dev.azure.com/contoso", 50, 10, 0)};
    return report;
}

// The texts of other people in a report, replaced.
Report withForeignText(const QString &text)
{
    Report report = travellingReport();
    report.machine->name = text;
    report.findings[0].evidence.insert(u"principal"_s, text);
    report.findings[0].evidence.insert(u"serviceMessage"_s, text);
    report.findings[1].evidence.insert(u"path"_s, QString(text + u".tf"_s));
    report.checks[1].problem->evidence.insert(u"principal"_s, text);
    report.subject.insert(u"organization"_s, text);
    QJsonObject exchange = report.exchanges[0].toObject();
    exchange.insert(u"url"_s, text);
    exchange.insert(u"activityId"_s, text);
    report.exchanges[0] = exchange;
    return report;
}

// What a reader takes as structure: the tags, and the marks at the begin of lines.
QStringList structureOf(const QByteArray &content)
{
    // In code nothing is structure.
    static const QRegularExpression code(
        u"^ *(```+)\\n.*?\\n *\\1$|(?<![`\\\\])(`+)(?!`)[^\\n]*?(?<!`)\\2(?!`)"_s,
        QRegularExpression::MultilineOption | QRegularExpression::DotMatchesEverythingOption);
    static const QRegularExpression form(u"<[!/?a-zA-Z][^\\s>]*|^(?:#+ |```|\\||- |[0-9]+\\. |> |::|\\s*$)"_s,
                                         QRegularExpression::MultilineOption);
    QStringList found;
    auto matches = form.globalMatch(QString::fromUtf8(content).remove(code));
    while (matches.hasNext())
        found.append(matches.next().captured());
    return found;
}

QStringList injections()
{
    return {u"<script>alert(1)</script>"_s,
            u"</script><script>x"_s,
            u"\"><img src=x onerror=alert(1)>"_s,
            u"'><svg/onload=alert(1)>"_s,
            u"]]><x/>"_s,
            u"<![CDATA[x]]>"_s,
            u"&lt;script&gt;"_s,
            u"<!-- x"_s,
            u"--> x"_s,
            u"</title><base href=//evil.example>"_s,
            u"</details></main>"_s,
            u"javascript:alert(1)"_s,
            u"[x](javascript:alert(1))"_s,
            u"![x](https://evil.example/p.png)"_s,
            u"[x]: https://evil.example"_s,
            u"| a | b |\n|---|---|"_s,
            u"```\n# heading"_s,
            u"`` ` ```` x"_s,
            u"# heading"_s,
            u"- item"_s,
            u"1. item"_s,
            u"<details open>"_s,
            u"&#x3c;b&#x3e;"_s,
            u"\\</p>\\"_s,
            u"##vso[task.setvariable variable=x]y"_s,
            u"::error::x"_s,
            u"a\n::add-mask::x"_s,
            u"]; x\n##vso[task.complete result=Succeeded]"_s,
            u"@everyone"_s,
            u"{\"a\": 1}"_s,
            u"\\u003cscript\\u003e"_s,
            QString(300, u'x')};
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
    void formatReadsAsReviewed_data();
    void formatReadsAsReviewed();
    void foreignTextIsNoStructure_data() { formatReadsAsReviewed_data(); }
    void foreignTextIsNoStructure();
    void secretIsInNoFormat_data() { formatReadsAsReviewed_data(); }
    void secretIsInNoFormat();
    void markdownIsShortBeforeItsDetails();
    void criticalPathIsTheChainThatTheRunWaitedFor();
    void noteOfAPipelineCannotBeLeft();
    void differenceNamesOnlyWhatMatters();
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

void TestReport::formatReadsAsReviewed_data()
{
    QTest::addColumn<QString>("format");
    for (const ReportFormat &format : reportFormats())
        QTest::newRow(format.id.data()) << QString(format.id);
}

void TestReport::formatReadsAsReviewed()
{
    QFETCH(QString, format);
    const ReportFormat *writer = findReportFormat(format);
    const auto content = reportFile(travellingReport(), *writer, u"report"_s);
    QVERIFY(content);
    const QString text = QString::fromUtf8(*content);
    QCOMPARE(text, golden(u"formats/report."_s + writer->extension, text));
}

void TestReport::foreignTextIsNoStructure()
{
    QFETCH(QString, format);
    const ReportFormat *writer = findReportFormat(format);
    QStringList texts = injections();
    for (const test::HostileName &name : test::hostileNames())
        texts.append(name.text);
    texts += test::ordinaryNames();
    const bool isJson = QJsonDocument::fromJson(writer->write(travellingReport(), {})).isObject();
    const QStringList usual = structureOf(writer->write(withForeignText(u"plain name"_s), {}));
    for (const QString &text : std::as_const(texts)) {
        const auto content = reportFile(withForeignText(text), *writer, u"report"_s);
        QVERIFY(content);
        const QString shown = QString::fromUtf8(*content);
        QCOMPARE(printableLines(shown), shown);
        if (isJson) {
            QVERIFY2(QJsonDocument::fromJson(*content).isObject(), qPrintable(text));
        } else if (format != "text"_L1) {
            QVERIFY2(structureOf(*content) == usual, content->constData());
        }
        if (format == "junit"_L1) {
            QXmlStreamReader reader(*content);
            while (!reader.atEnd())
                reader.readNext();
            QVERIFY2(!reader.hasError(), qPrintable(text + reader.errorString()));
        }
    }
    qInfo("%d texts", int(texts.size()));
}

void TestReport::secretIsInNoFormat()
{
    QFETCH(QString, format);
    const ReportFormat *writer = findReportFormat(format);
    int count = 0;
    // A part of them, and all where there is time.
    const quint32 last = qEnvironmentVariable("SIGNET_TRIALS") == "all"_L1 ? 3060 : 3012;
    for (quint32 seed = 3000; seed < last; seed += 6) {
        Report report = travellingReport();
        QList<test::SecretShape> shapes;
        for (quint32 i = 0; i < 6; ++i)
            shapes += test::secretShapes(seed + i);
        std::vector<Secret> held;
        QJsonArray exchanges;
        // Each in one of the places where a text of somebody else is.
        for (const test::SecretShape &shape : shapes) {
            held.emplace_back(QByteArray(shape.plain.constData(), shape.plain.size()));
            const QString plain = QString::fromLatin1(shape.plain);
            const auto place = held.size() % 4;
            if (place == 0)
                report.findings[0].evidence.insert(QString::number(held.size()), plain);
            else if (place == 1)
                exchanges.append(QJsonObject{{u"url"_s, QString(u"https://dev.azure.com/"_s + plain)}});
            else if (place == 2)
                report.checks.push_back(resultOf(u"a.b"_s, u"token"_s, plain, Status::Failed));
            else
                exchanges.append(QJsonObject{{u"activityId"_s, plain}});
        }
        report.findings[0].evidence.insert(u"serviceMessage"_s, QString::fromLatin1(shapes.first().plain));
        report.exchanges = exchanges;
        const auto content = reportFile(report, *writer, u"report"_s);
        QVERIFY(content);
        for (const test::SecretShape &shape : shapes) {
            ++count;
            // "short password" is shorter than a piece of the others.
            QVERIFY2(!content->contains(shape.plain.left(16)), shape.kind);
        }
    }
    qInfo("%d secrets, 0 leaks", count);
    QVERIFY(count >= 200);
}

void TestReport::markdownIsShortBeforeItsDetails()
{
    Report report = travellingReport();
    for (int i = 0; i < 40; ++i) {
        report.findings.append({finding::clockSkew, Severity::Blocker, true, {}, {u"token.lifetime"_s}});
        report.findings.append({finding::notInOrg, Severity::Warning, false, {}, {u"token.lifetime"_s}});
    }
    const QByteArray text = findReportFormat(u"markdown"_s)->write(report, {});
    const qsizetype folded = text.indexOf("<details>");
    QVERIFY(folded > 0);
    const auto shown = text.left(folded).count('\n');
    qInfo("%d lines", int(shown));
    QVERIFY(shown <= 60);
    QCOMPARE(text.count("clock-skew"), 40);
}

void TestReport::criticalPathIsTheChainThatTheRunWaitedFor()
{
    const Waterfall waterfall = waterfallOf(travellingReport().exchanges);
    QCOMPARE(waterfall.lengthMs, 100.0);
    QList<bool> critical;
    for (const Waterfall::Row &row : waterfall.rows)
        critical.append(row.isCritical);
    QCOMPARE(critical, (QList<bool>{true, false, true, false}));
    QCOMPARE(waterfallBar(waterfall, waterfall.rows[2], 10), u"    ░░░███"_s);
    QVERIFY(waterfallOf({}).rows.isEmpty());
}

void TestReport::noteOfAPipelineCannotBeLeft()
{
    const QStringList azure = pipelineNotes(travellingReport(), PipelineSystem::AzurePipelines);
    QCOMPARE(azure.size(), 2);
    QVERIFY2(
        azure[0].startsWith(u"##vso[task.logissue type=error;code=not-in-org]vm-build is not a member"_s),
        qPrintable(azure[0]));
    QVERIFY2(
        azure[1].startsWith(
            u"##vso[task.logissue type=warning;sourcepath=infra/main.tf;linenumber=12;code=pat-overrides-msi]"_s),
        qPrintable(azure[1]));
    const QStringList github = pipelineNotes(travellingReport(), PipelineSystem::GitHubActions);
    QVERIFY2(github[0].startsWith(u"::error title=not-in-org::vm-build is not a member"_s),
             qPrintable(github[0]));
    QVERIFY2(github[1].startsWith(u"::warning file=infra/main.tf,line=12,title=pat-overrides-msi::"_s),
             qPrintable(github[1]));
    for (const QString &text : injections()) {
        for (const auto system : {PipelineSystem::AzurePipelines, PipelineSystem::GitHubActions}) {
            for (const QString &note : pipelineNotes(withForeignText(text), system)) {
                QVERIFY(!note.contains(u'\n') && !note.contains(u'\r'));
                const bool isAzure = system == PipelineSystem::AzurePipelines;
                // One command, and its properties are closed once.
                QVERIFY2(!isAzure || note.lastIndexOf("##vso["_L1) == 0, qPrintable(note));
                const QString properties = isAzure ? note.section(u']', 0, 0) : note.section("::"_L1, 1, 1);
                QVERIFY2(properties.contains("not-in-org"_L1) || properties.contains("pat-overrides-msi"_L1),
                         qPrintable(note));
            }
        }
    }
}

void TestReport::differenceNamesOnlyWhatMatters()
{
    const Report before = sample();
    Report again = sample();
    again.startedAt += 100;
    again.durationMs = 1;
    again.checks[0].askedAtMs = 12;
    QVERIFY(compareReports(before, again).changes.isEmpty());
    QCOMPARE(diffToJson(compareReports(before, again)),
             (QJsonObject{{u"worse"_s, false}, {u"changes"_s, QJsonArray()}}));

    Report ready = sample();
    ready.verdict = Verdict::Ready;
    ready.findings.clear();
    ready.rootCauses.clear();
    ready.checks[1].status = ready.checks[2].status = Status::Passed;
    ready.machine->clientId = u"11111111-2222-3333-4444-555555555555"_s;
    ready.toolVersion = u"9.9.9"_s;
    const ReportDiff worse = compareReports(ready, before);
    QVERIFY(worse.isWorse);
    QVERIFY(!compareReports(before, ready).isWorse);
    const QString text = diffToText(worse, {});
    for (const QString &line : {u"- verdict: Ready, now Not ready"_s,
                                u"- root cause not-in-org: none, now vm-build is not a member of"_s,
                                u"~ this machine, client id: 11111111-2222-3333-4444-555555555555, now"_s,
                                u"~ version of Signet: 9.9.9"_s,
                                u"- The identity is a member of the organization: passed, now failed"_s})
        QVERIFY2(text.contains(line), qPrintable(text));
    QCOMPARE(diffToJson(worse)["changes"_L1].toArray().size(), 6);
    QCOMPARE(diffToJson(worse)["changes"_L1][0]["tone"_L1].toString(), u"worse"_s);
    QVERIFY(diffToMarkdown(worse).contains(u"| \\- | verdict | Ready | Not ready |"_s));
    const QString html = diffToHtml(worse);
    for (const QString &part : {u"<h1>The later report is worse.</h1>"_s, u"<td class=\"bad\">worse</td>"_s,
                                u"<code class=\"dim\">not-in-org</code>"_s})
        QVERIFY2(html.contains(part), qPrintable(html));
    // What somebody else called the identity is no markup.
    ReportDiff named = worse;
    named.changes[0].after = u"<script>alert(1)</script>"_s;
    QVERIFY(!diffToHtml(named).contains("<script"_L1));
}

QTEST_APPLESS_MAIN(TestReport)
#include "tst_report.moc"
