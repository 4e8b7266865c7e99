#include "app/cli/commands.h"

#include "core/report/reportformat.h"
#include "core/result/printable.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct ReportCommandText {
    Q_DECLARE_TR_FUNCTIONS(ReportCommand)
};

} // namespace

QCoro::Task<int> runReportShow(ReportOptions options)
{
    const Console console(options.common);
    const auto report = openReport(console.disk(), text(options.file));
    if (!report)
        co_return console.fail(report.problem());
    const QString sandbox = report->subject["sandbox"_L1].toString();
    if (!sandbox.isEmpty())
        console.say(
            printable(ReportCommandText::tr("This report is from a simulated Azure: %1.").arg(sandbox)));
    const ReportFormat *format = findReportFormat(text(options.common.output));
    co_return console.finish(format->write(*report, console.style()), exitcode::ready);
}

} // namespace signet
