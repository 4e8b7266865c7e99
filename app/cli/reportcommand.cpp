#include "app/cli/command.h"
#include "app/cli/reportoutput.h"

#include "core/diagnosis/judgeagain.h"
#include "core/report/reportdiff.h"
#include "core/result/printable.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct SavedReportOptions {
    CommonOptions common;
    std::string file;
    std::string other; // report diff: the later one
    ReportOutputOptions report;
};

Result<Report> openTold(const Console &console, const std::string &file)
{
    auto report = openReport(console.disk(), text(file));
    if (!report)
        return report.problem();
    const QString sandbox = report->subject["sandbox"_L1].toString();
    if (!sandbox.isEmpty())
        console.say(printable(CommandLine::tr("This report is from a simulated Azure: %1.").arg(sandbox)));
    return report;
}

QCoro::Task<int> runReportShow(SavedReportOptions options, std::stop_token)
{
    const Console console(options.common);
    const auto report = openTold(console, options.file);
    if (!report)
        co_return console.fail(report.problem());
    console.say(CommandLine::tr("This is the content of the file. Signet did not check it again."));
    const ReportFormat *format = findReportFormat(text(options.common.output));
    const Sharing sharing = sharingOf(options.report.sharing);
    const Report shown = sharing.isNeeded() ? sharedReport(*report, sharing) : *report;
    co_return console.deliver(format->write(shown, console.style()), exitcode::ready);
}

QCoro::Task<int> runReportJudge(SavedReportOptions options, std::stop_token)
{
    const Console console(options.common);
    const auto output = ReportOutput::prepare(console, options.common, options.report);
    if (!output)
        co_return console.fail(output.problem());
    const auto saved = openTold(console, options.file);
    if (!saved)
        co_return console.fail(saved.problem());
    const auto judged = judgeAgain(*saved);
    if (!judged) {
        Problem problem = judged.problem();
        problem.evidence.insert(u"path"_s, text(options.file));
        co_return console.fail(problem);
    }
    console.say(CommandLine::tr(
                    "Evaluated again with the checks and the catalog of Signet %1. No requests were sent.")
                    .arg(QStringLiteral(SIGNET_VERSION)));
    const ReportDiff diff = compareReports(*saved, *judged);
    if (diff.changes.isEmpty())
        console.say(CommandLine::tr("The verdict is the same as in the file, for the same reasons."));
    for (const ReportChange &change : diff.changes)
        console.say(changeWords(change));
    co_return output->write(console, *judged);
}

QCoro::Task<int> runReportDiff(SavedReportOptions options, std::stop_token)
{
    const Console console(options.common);
    const auto before = openTold(console, options.file);
    if (!before)
        co_return console.fail(before.problem());
    const auto after = openTold(console, options.other);
    if (!after)
        co_return console.fail(after.problem());
    const ReportDiff diff = compareReports(*before, *after);
    const int code = diff.isWorse ? exitcode::notReady : exitcode::ready;
    if (console.wantsJson())
        co_return console.finish(diffToJson(diff), code);
    const QString words = options.common.output == "markdown" ? diffToMarkdown(diff)
        : options.common.output == "html"                     ? diffToHtml(diff)
                                                              : diffToText(diff, console.style());
    co_return console.finish(words.toUtf8(), code);
}

void addFile(CLI::App *command, const char *name, const char *typeName, std::string &file, const char *about)
{
    command->add_option(name, file, about)->type_name(typeName)->required();
}

void declareReportShow(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<SavedReportOptions>();
    addFile(command, "file", "FILE", options->file, QT_TRANSLATE_NOOP("CommandLine", "saved report (JSON)"));
    addSharingOptions(command, options->report.sharing);
    addCommonOptions(command, options->common, Writes::Report);
    setRun(command, invocation, options, runReportShow);
}

void declareReportJudge(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<SavedReportOptions>();
    addFile(command, "file", "FILE", options->file, QT_TRANSLATE_NOOP("CommandLine", "saved report (JSON)"));
    addReportOutputOptions(command, options->report);
    addCommonOptions(command, options->common, Writes::Report);
    setRun(command, invocation, options, runReportJudge);
}

void declareReportDiff(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<SavedReportOptions>();
    addFile(command, "before", "BEFORE", options->file,
            QT_TRANSLATE_NOOP("CommandLine", "the earlier report (JSON)"));
    addFile(command, "after", "AFTER", options->other,
            QT_TRANSLATE_NOOP("CommandLine", "the later report (JSON)"));
    addCommonOptions(command, options->common, Writes::Page);
    setRun(command, invocation, options, runReportDiff);
}

} // namespace

extern const Command reportGroup{
    .path = "report",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Works with saved reports"),
};

extern const Command reportShowCommand{
    .path = "report show",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Shows a report that was saved as JSON, in any format"),
    .examples = "signet report show report.json\n"
                "signet report show report.json --output html --out report.html",
    .declare = declareReportShow,
};

extern const Command reportJudgeCommand{
    .path = "report judge",
    .about =
        QT_TRANSLATE_NOOP("CommandLine", "Evaluates a saved report again with the current checks, offline"),
    .examples = "signet report judge report.json",
    .declare = declareReportJudge,
};

extern const Command reportDiffCommand{
    .path = "report diff",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Shows what changed between two saved reports"),
    .examples = "signet diagnose --org contoso --output json --out later.json\n"
                "signet report diff report.json later.json",
    .notes =
        QT_TRANSLATE_NOOP("CommandLine",
                          "Exits with status 2 if the later report is worse: a less favorable verdict, a "
                          "new blocker, or a check that no longer passes."),
    .declare = declareReportDiff,
};

} // namespace signet
