#include "core/report/junitsink.h"

#include "core/report/markup.h"
#include "core/report/reportdocument.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString seconds(double milliseconds)
{
    return QString::number(milliseconds / 1000.0, 'f', 3);
}

const ReportDocument::Cause *causeOf(const ReportDocument &document, FindingId id)
{
    for (const auto *list : {&document.causes, &document.others}) {
        for (const ReportDocument::Cause &cause : *list) {
            if (cause.id == id)
                return &cause;
        }
    }
    return nullptr;
}

// Cause, fix and evidence, one a line.
QString bodyOf(const ReportDocument::Cause &cause)
{
    QString body = markup(cause.text.cause) + u'\n';
    for (const FindingText::Step &step : cause.text.fix) {
        body += u"- "_s + markup(stepWords(step)) + u'\n';
        if (!step.command.isEmpty())
            body += u"  $ "_s + markup(step.command) + u'\n';
    }
    for (const auto &[label, value] : cause.evidence)
        body += markup(label) + u": "_s + markup(value) + u'\n';
    return body;
}

JUnitCase caseOf(const ReportDocument &document, const ReportDocument::Stage &stage,
                 const ReportDocument::CheckLine &check)
{
    const ReportDocument::Cause *cause =
        check.findingId.isEmpty() ? nullptr : causeOf(document, check.findingId);
    JUnitCase one{.className = u"signet."_s + stage.id,
                  .name = check.id + u": "_s + check.title,
                  .milliseconds = check.durationMs,
                  .outcome = JUnitCase::Outcome::Passed,
                  .type = check.findingId.toString(),
                  .message = check.detail,
                  .body = cause ? bodyOf(*cause) : u""_s};
    switch (check.status) {
    case Status::Failed:
        one.outcome = JUnitCase::Outcome::Failed;
        return one;
    case Status::Skipped:
    case Status::Unknown:
        // Never a pass.
        one.outcome = JUnitCase::Outcome::Skipped;
        return one;
    case Status::Warning:
        one.outcome = JUnitCase::Outcome::Remarked;
        return one;
    case Status::Passed:
        return one;
    }
    Q_UNREACHABLE();
}

QString xmlOf(const JUnitCase &one)
{
    const QString xml = u"    <testcase classname=\"%1\" name=\"%2\" time=\"%3\""_s.arg(
        markup(one.className), markup(one.name), seconds(one.milliseconds));
    switch (one.outcome) {
    case JUnitCase::Outcome::Failed: {
        const QString head = xml
            + u">\n      <failure type=\"%1\" message=\"%2\""_s.arg(markup(one.type), markup(one.message));
        return head + (one.body.isNull() ? u"/>"_s : u">"_s + one.body + u"</failure>"_s)
            + u"\n    </testcase>\n"_s;
    }
    case JUnitCase::Outcome::Skipped:
        return xml + u">\n      <skipped message=\"%1\"/>\n    </testcase>\n"_s.arg(markup(one.message));
    case JUnitCase::Outcome::Remarked:
        return xml + u">\n      <system-out>"_s + markup(one.message) + u'\n' + one.body
            + u"</system-out>\n    </testcase>\n"_s;
    case JUnitCase::Outcome::Passed:
        return xml + u"/>\n"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

int JUnitSuite::count(JUnitCase::Outcome outcome) const
{
    return int(std::ranges::count(cases, outcome, &JUnitCase::outcome));
}

QString junitFile(const QList<JUnitSuite> &suites, const QString &startedAt, double milliseconds)
{
    QString text;
    qsizetype tests = 0;
    int failures = 0;
    for (const JUnitSuite &suite : suites) {
        double time = 0;
        QString cases;
        for (const JUnitCase &one : suite.cases) {
            time += one.milliseconds;
            cases += xmlOf(one);
        }
        const int failed = suite.count(JUnitCase::Outcome::Failed);
        text += u"  <testsuite name=\"%1\" tests=\"%2\" failures=\"%3\" errors=\"0\" skipped=\"%4\" "
                "time=\"%5\" timestamp=\"%6\">\n"_s.arg(markup(suite.name))
                    .arg(suite.cases.size())
                    .arg(failed)
                    .arg(suite.count(JUnitCase::Outcome::Skipped))
                    .arg(seconds(time), startedAt)
            + cases + u"  </testsuite>\n"_s;
        tests += suite.cases.size();
        failures += failed;
    }
    return u"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<testsuites name=\"signet\" tests=\"%1\" failures=\"%2\" errors=\"0\" time=\"%3\">\n"_s.arg(tests)
               .arg(failures)
               .arg(seconds(milliseconds))
        + text + u"</testsuites>\n"_s;
}

JUnitSuite junitVerdict(const QString &verdict, const QString &sentence)
{
    return {.name = u"verdict"_s,
            .cases = {{.className = u"signet"_s,
                       .name = u"verdict"_s,
                       .milliseconds = 0,
                       .outcome = JUnitCase::Outcome::Failed,
                       .type = verdict,
                       .message = sentence,
                       .body = {}}}};
}

QString junitTime(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds).toUTC().toString(u"yyyy-MM-ddTHH:mm:ss"_s);
}

QString reportToJUnit(const Report &report)
{
    const ReportDocument document = describe(report);
    QList<JUnitSuite> suites;
    int failures = 0;
    for (const ReportDocument::Stage &stage : document.stages) {
        JUnitSuite suite{.name = stage.title, .cases = {}};
        for (const ReportDocument::CheckLine &check : stage.checks)
            suite.cases.append(caseOf(document, stage, check));
        failures += suite.count(JUnitCase::Outcome::Failed);
        suites.append(suite);
    }
    // What is not ready is never green, also where no check failed.
    if (report.finished && report.verdict != Verdict::Ready && failures == 0)
        suites.append(junitVerdict(toString(report.verdict), document.sentence));
    return junitFile(suites, junitTime(report.startedAt), report.durationMs);
}

} // namespace signet
