#include "app/cli/commands.h"

#include "core/report/jsonsink.h"
#include "core/result/printable.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 reportLimit = 64 * 1024 * 1024;

} // namespace

QCoro::Task<int> runReportShow(ReportOptions options)
{
    const Console console(options.common);
    const QString path = text(options.file);
    const auto content = console.disk().readFile(path, reportLimit);
    if (!content)
        co_return console.fail(content.problem());

    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(*content, &error);
    if (!document.isObject()) {
        co_return console.fail(
            Problem(finding::reportNotValid, {{u"path"_s, path}, {u"reason"_s, error.errorString()}}));
    }
    auto report = Report::fromJson(document.object());
    if (!report) {
        Problem problem = report.problem();
        problem.evidence.insert(u"path"_s, path);
        co_return console.fail(problem);
    }
    const QString sandbox = report->subject["sandbox"_L1].toString();
    if (!sandbox.isEmpty())
        console.say(printable(u"This report is of a simulated Azure: %1."_s.arg(sandbox)));
    if (console.wantsJson())
        co_return console.finish(reportToJson(*report), exitcode::ready);
    co_return console.finish(reportToText(*report, console.style()).toUtf8(), exitcode::ready);
}

} // namespace signet
