#include "app/cli/command.h"
#include "app/cli/console.h"

#include "core/report/reportformat.h"
#include "core/result/printable.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct ReportOptions {
    CommonOptions common;
    std::string file;
};

QCoro::Task<int> runReportShow(ReportOptions options, std::stop_token)
{
    const Console console(options.common);
    const auto report = openReport(console.disk(), text(options.file));
    if (!report)
        co_return console.fail(report.problem());
    const QString sandbox = report->subject["sandbox"_L1].toString();
    if (!sandbox.isEmpty())
        console.say(printable(CommandLine::tr("This report is from a simulated Azure: %1.").arg(sandbox)));
    console.say(CommandLine::tr("This is the content of the file. Signet did not check it again."));
    const ReportFormat *format = findReportFormat(text(options.common.output));
    co_return console.finish(format->write(*report, console.style()), exitcode::ready);
}

void declareReportShow(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<ReportOptions>();
    command->add_option("file", options->file, QT_TRANSLATE_NOOP("CommandLine", "saved report (JSON)"))
        ->type_name("FILE")
        ->required();
    addCommonOptions(command, options->common, Writes::Report);
    setRun(command, invocation, options, runReportShow);
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
