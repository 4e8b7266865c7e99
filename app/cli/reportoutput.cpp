#include "app/cli/reportoutput.h"

#include "app/cli/parseproblem.h"
#include "core/host/hostname.h"
#include "core/host/writable.h"
#include "core/result/nativepath.h"

#include <CLI/CLI.hpp>

#include <QDateTime>
#include <QRandomGenerator>
#include <QRegularExpression>

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 summaryLimit = 1024 * 1024; // that GitHub shows of one step, bytes

// Each format, as the first part of a value of --report.
std::vector<std::string> targetForms()
{
    std::vector<std::string> forms;
    for (const ReportFormat &format : reportFormats())
        forms.push_back(std::string(format.id.data(), std::size_t(format.id.size())) + ":FILE");
    return forms;
}

CLI::Validator reportTarget()
{
    return {[](const std::string &value) {
                const QString target = text(value);
                const qsizetype colon = target.indexOf(u':');
                const bool isTarget = colon > 0 && colon + 1 < target.size()
                    && findReportFormat(QStringView(target).first(colon));
                return isTarget ? std::string() : CLI::detail::join(targetForms(), ", ");
            },
            std::string()};
}

// The name of a computer is not ours to trust as a part of a path.
QString asFileName(QString name)
{
    static const QRegularExpression other(u"[^A-Za-z0-9._-]"_s);
    name.replace(other, u"-"_s);
    while (name.startsWith(u'.'))
        name.remove(0, 1);
    return name.isEmpty() ? u"host"_s : name;
}

QString pathOf(QString pattern, const Host &host)
{
    const auto now = QDateTime::fromSecsSinceEpoch(host.now().time_since_epoch().count()).toUTC();
    pattern.replace("{host}"_L1, asFileName(hostName(host)));
    pattern.replace("{date}"_L1, now.toString(u"yyyy-MM-dd"_s));
    return pattern;
}

} // namespace

void addSharingOptions(CLI::App *command, SharingOptions &options)
{
    CLI::Option *anonymize =
        command
            ->add_flag("--anonymize", options.anonymize,
                       QT_TRANSLATE_NOOP("CommandLine",
                                         "write aliases instead of names, ids, hosts, and the organization"))
            ->group("Output");
    command
        ->add_option("--salt", options.salt,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "secret text that makes the aliases the same in several reports "
                                       "(default: random)"))
        ->check(notEmpty())
        ->type_name("TEXT")
        ->needs(anonymize)
        ->group("Output");
    command
        ->add_option("--redact", options.redact,
                     QT_TRANSLATE_NOOP("CommandLine", "replace this word in the report; can be repeated"))
        ->check(notEmpty())
        ->type_name("WORD")
        ->group("Output");
}

Sharing sharingOf(const SharingOptions &options)
{
    Sharing sharing;
    sharing.anonymize = options.anonymize;
    sharing.salt = QByteArray::fromStdString(options.salt);
    if (sharing.salt.isEmpty()) {
        std::array<quint32, 8> random{};
        QRandomGenerator::system()->fillRange(random.data(), qsizetype(random.size()));
        sharing.salt = QByteArray(reinterpret_cast<const char *>(random.data()), sizeof random);
    }
    for (const std::string &word : options.redact)
        sharing.words.append(text(word));
    return sharing;
}

void addReportOutputOptions(CLI::App *command, ReportOutputOptions &options)
{
    command
        ->add_option("--report", options.reports,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "also write the report to a file, as FORMAT:FILE; {host} and {date} "
                                       "in its name are replaced; can be repeated"))
        ->check(reportTarget())
        ->type_name("FORMAT:FILE")
        ->group("Output");
    CLI::Option *strict =
        command
            ->add_flag("--strict", options.strict,
                       QT_TRANSLATE_NOOP("CommandLine", "exit with status 3 if there are only warnings"))
            ->group("Output");
    command
        ->add_option("--fail-on", options.failOn,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "exit with a nonzero status for this result or a worse one; warning "
                                       "is the same as --strict (default: unclear)"))
        ->check(oneOf({"not-ready", "unclear", "warning", "never"}))
        ->type_name("RESULT")
        ->excludes(strict)
        ->group("Output");
    command
        ->add_flag("--no-annotations", options.noAnnotations,
                   QT_TRANSLATE_NOOP("CommandLine",
                                     "in Azure Pipelines and GitHub Actions, do not annotate the run or add "
                                     "a summary"))
        ->group("Output");
    addSharingOptions(command, options.sharing);
}

Result<ReportOutput> ReportOutput::prepare(const Console &console, const CommonOptions &common,
                                           const ReportOutputOptions &options)
{
    ReportOutput output;
    output.m_format = findReportFormat(text(common.output));
    output.m_sharing = sharingOf(options.sharing);
    output.m_failOn = options.strict ? "warning" : options.failOn;
    QStringList paths;
    for (const std::string &target : options.reports) {
        const QString pattern = text(target);
        const qsizetype colon = pattern.indexOf(u':');
        const QString path = pathOf(pattern.sliced(colon + 1), console.disk());
        output.m_files.append({findReportFormat(QStringView(pattern).first(colon)), path});
        paths.append(path);
    }
    if (!common.out.empty())
        paths.append(text(common.out));
    if (!paths.isEmpty()) {
        if (const auto possible = canBeWritten(console.disk(), paths); !possible)
            return possible.problem();
    }
    if (!options.noAnnotations) {
        output.m_pipeline = pipelineOf(console.disk().environment());
        if (output.m_pipeline == PipelineSystem::GitHubActions)
            output.m_summaryFile = console.disk().environment().value(u"GITHUB_STEP_SUMMARY"_s);
    }
    return output;
}

Report ReportOutput::shared(const Report &report) const
{
    return m_sharing.isNeeded() ? sharedReport(report, m_sharing) : report;
}

int ReportOutput::write(const Console &console, const Report &original) const
{
    const Report report = shared(original);
    const int code = writeShared(console, report);
    return console.deliver(m_format->write(report, console.style()), code);
}

int ReportOutput::writeFiles(const Console &console, const Report &report) const
{
    return writeShared(console, shared(report));
}

int ReportOutput::writeShared(const Console &console, const Report &report) const
{
    int code = exitCodeOf(report);
    for (const File &file : m_files) {
        const auto content = reportFile(report, *file.format, file.path);
        const auto written =
            content ? console.disk().writeFile(file.path, *content) : Result<Done>(content.problem());
        if (written)
            console.say(CommandLine::tr("Wrote %1.").arg(nativePath(file.path)));
        else
            code = console.fail(written.problem());
    }
    if (m_pipeline)
        annotate(console, report);
    return code;
}

int ReportOutput::exitCodeOf(const Report &report) const
{
    if (report.stopped)
        return exitcode::stopped;
    if (m_failOn == "never")
        return exitcode::ready;
    if (report.verdict == Verdict::NotReady
        || (report.verdict == Verdict::Unclear && m_failOn != "not-ready"))
        return exitcode::notReady;
    return m_failOn == "warning" && report.onlyWarnings() ? exitcode::onlyWarnings : exitcode::ready;
}

void ReportOutput::annotate(const Console &console, const Report &report) const
{
    const QStringList notes = pipelineNotes(report, *m_pipeline);
    for (const QString &note : notes)
        console.annotate(note);
    if (m_summaryFile.isEmpty())
        return;
    // Other steps have written to it. That a summary is missing fails nothing.
    const auto before = console.disk().readFile(m_summaryFile, summaryLimit);
    const auto content = reportFile(report, *findReportFormat(u"markdown"), m_summaryFile);
    if (before && content)
        static_cast<void>(console.disk().writeFile(m_summaryFile, *before + *content));
}

} // namespace signet
