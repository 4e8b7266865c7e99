#include "core/report/junitsink.h"

#include "core/report/markup.h"
#include "core/report/reportdocument.h"

#include <QDateTime>

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

QString caseOf(const ReportDocument &document, const ReportDocument::Stage &stage,
               const ReportDocument::CheckLine &check)
{
    QString xml = u"    <testcase classname=\"signet.%1\" name=\"%2\" time=\"%3\""_s.arg(
        markup(stage.id), markup(check.id + u": "_s + check.title), seconds(check.durationMs));
    const ReportDocument::Cause *cause =
        check.findingId.isEmpty() ? nullptr : causeOf(document, check.findingId);
    const QString body = cause ? bodyOf(*cause) : QString();
    switch (check.status) {
    case Status::Failed:
        return xml
            + u">\n      <failure type=\"%1\" message=\"%2\">"_s.arg(markup(check.findingId.toString()),
                                                                     markup(check.detail))
            + body + u"</failure>\n    </testcase>\n"_s;
    case Status::Skipped:
    case Status::Unknown:
        // Never a pass.
        return xml + u">\n      <skipped message=\"%1\"/>\n    </testcase>\n"_s.arg(markup(check.detail));
    case Status::Warning:
        return xml + u">\n      <system-out>"_s + markup(check.detail) + u'\n' + body
            + u"</system-out>\n    </testcase>\n"_s;
    case Status::Passed:
        return xml + u"/>\n"_s;
    }
    Q_UNREACHABLE();
}

} // namespace

QString reportToJUnit(const Report &report)
{
    const ReportDocument document = describe(report);
    const QString startedAt =
        QDateTime::fromSecsSinceEpoch(report.startedAt).toUTC().toString(u"yyyy-MM-ddTHH:mm:ss"_s);
    QString suites;
    int tests = 0;
    int failures = 0;
    for (const ReportDocument::Stage &stage : document.stages) {
        double time = 0;
        QString cases;
        for (const ReportDocument::CheckLine &check : stage.checks) {
            time += check.durationMs;
            cases += caseOf(document, stage, check);
        }
        const int failed = stage.count(Status::Failed);
        const int skipped = stage.count(Status::Skipped) + stage.count(Status::Unknown);
        suites += u"  <testsuite name=\"%1\" tests=\"%2\" failures=\"%3\" errors=\"0\" skipped=\"%4\" "
                  "time=\"%5\" timestamp=\"%6\">\n"_s.arg(markup(stage.title))
                      .arg(stage.checks.size())
                      .arg(failed)
                      .arg(skipped)
                      .arg(seconds(time), startedAt)
            + cases + u"  </testsuite>\n"_s;
        tests += int(stage.checks.size());
        failures += failed;
    }
    // What is not ready is never green, also where no check failed.
    if (report.finished && report.verdict != Verdict::Ready && failures == 0) {
        suites += u"  <testsuite name=\"verdict\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\" "
                  "time=\"0.000\" timestamp=\"%1\">\n"
                  "    <testcase classname=\"signet\" name=\"verdict\" time=\"0.000\">\n"
                  "      <failure type=\"%2\" message=\"%3\"/>\n    </testcase>\n  </testsuite>\n"_s.arg(
                      startedAt, toString(report.verdict), markup(document.sentence));
        ++tests;
        ++failures;
    }
    return u"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
           "<testsuites name=\"signet\" tests=\"%1\" failures=\"%2\" errors=\"0\" time=\"%3\">\n"_s.arg(tests)
               .arg(failures)
               .arg(seconds(report.durationMs))
        + suites + u"</testsuites>\n"_s;
}

} // namespace signet
