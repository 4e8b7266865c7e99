#include "app/cli/command.h"
#include "app/cli/console.h"

#include "core/report/jsonsink.h"
#include "core/result/printable.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct ReportOptions {
    CommonOptions common;
    std::string file;
};

constexpr qint64 reportLimit = 64 * 1024 * 1024;

QCoro::Task<int> runReportShow(ReportOptions options, std::stop_token)
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
        console.say(printable(CommandLine::tr("This report is about a simulated Azure: %1.").arg(sandbox)));
    if (console.wantsJson())
        co_return console.finish(reportToJson(*report), exitcode::ready);
    co_return console.finish(reportToText(*report, console.style()).toUtf8(), exitcode::ready);
}

void declareReportShow(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<ReportOptions>();
    command->add_option("file", options->file, QT_TRANSLATE_NOOP("CommandLine", "saved report (JSON)"))
        ->type_name("FILE")
        ->required();
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runReportShow, onlyReads);
}

} // namespace

extern const Command reportGroup{
    .path = "report",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Works with saved reports"),
};

extern const Command reportShowCommand{
    .path = "report show",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Shows a report that was saved as JSON"),
    .examples = "signet report show report.json",
    .declare = declareReportShow,
};

} // namespace signet
