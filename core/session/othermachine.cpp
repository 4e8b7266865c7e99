#include "core/session/othermachine.h"

#include "core/host/aside.h"
#include "core/report/reportformat.h"
#include "core/result/shellword.h"

#include <QCoreApplication>
#include <QCryptographicHash>

#include <QCoroTask>

#include <chrono>
#include <utility>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

constexpr auto lookEvery = 2s;
constexpr qint64 largestWatched = 16 * 1024 * 1024; // bytes; a folder of downloads has other large files

struct RemoteText {
    Q_DECLARE_TR_FUNCTIONS(OtherMachine)
};

QString diagnoseCommand(const Question &question, CommandShell shell)
{
    QString command = u"signet diagnose"_s;
    if (question.organization)
        command += u" --org "_s + shellWord(question.organization->value.url(), shell);
    if (question.clientId && question.clientId->origin.kind != Origin::Kind::Variable)
        command += u" --client-id "_s + question.clientId->value.toString();
    for (const QString &project : question.projects)
        command += u" --project "_s + shellWord(project, shell);
    return command + u" --report json:"_s + remoteReportName();
}

} // namespace

QString remoteReportName()
{
    return u"signet-report.json"_s;
}

QList<RemoteRun> remoteRuns(const Question &question)
{
    const QString posix = diagnoseCommand(question, CommandShell::Posix);
    const QString powerShell = diagnoseCommand(question, CommandShell::PowerShell);
    // A step fails by the exit code of the checks; the report is kept all the same.
    const QString azurePipelines = u"- script: |\n"
                                   "    "_s
        + posix
        + u"\n"
          "  displayName: Check the identity\n"
          "- publish: signet-report.json\n"
          "  artifact: signet-report\n"
          "  condition: always()\n"_s;
    const QString gitHub = u"- run: |\n"
                           "    "_s
        + posix
        + u"\n"
          "- uses: actions/upload-artifact@v4\n"
          "  if: always()\n"
          "  with:\n"
          "    name: signet-report\n"
          "    path: signet-report.json\n"_s;
    return {{RemoteText::tr("Linux or macOS"), posix},
            {RemoteText::tr("Windows PowerShell"), powerShell},
            {RemoteText::tr("Azure Pipelines step"), azurePipelines},
            {RemoteText::tr("GitHub Actions step"), gitHub}};
}

bool looksLikeReport(const QByteArray &text)
{
    return text.contains("\"schemaVersion\"") && text.contains("\"verdict\"");
}

Result<Report> reportIn(const QByteArray &text)
{
    const qsizetype begin = text.indexOf('{');
    const qsizetype end = text.lastIndexOf('}');
    return readReport(begin >= 0 && end > begin ? text.sliced(begin, end - begin + 1) : text,
                      RemoteText::tr("the pasted text"));
}

ReportWatch::ReportWatch(const Host &disk, QObject *parent)
    : QObject(parent)
    , m_disk(disk)
{
    m_timer.setInterval(lookEvery);
    connect(&m_timer, &QTimer::timeout, this, &ReportWatch::look);
}

ReportWatch::~ReportWatch()
{
    ++m_run;
    m_stop.request_stop();
}

Result<Done> ReportWatch::watch(const QString &folder)
{
    stop();
    const auto names = m_disk.entries(folder);
    if (!names)
        return names.problem();
    m_folder = folder;
    for (const QString &name : *names) {
        if (name.endsWith(".json"_L1))
            m_marks.insert(name, {.size = m_disk.stat(folder + u'/' + name).size, .digest = {}});
    }
    m_timer.start();
    look();
    return Done();
}

void ReportWatch::stop()
{
    ++m_run;
    m_stop.request_stop();
    m_stop = std::stop_source();
    m_timer.stop();
    m_folder.clear();
    m_marks.clear();
    m_isLooking = false;
    m_looksAgain = false;
}

ReportWatch::Looked ReportWatch::looked(const Host &disk, const QString &folder, Marks marks,
                                        const std::stop_token &stop)
{
    Looked result;
    result.marks = std::move(marks);
    const auto names = disk.entries(folder);
    result.isGone = !names;
    if (!names)
        return result;
    for (const QString &name : *names) {
        if (stop.stop_requested())
            return result;
        const QString path = folder + u'/' + name;
        const FileFacts facts = name.endsWith(".json"_L1) ? disk.stat(path) : FileFacts();
        if (facts.kind != FileFacts::Kind::File || facts.size > largestWatched)
            continue;
        const auto content = disk.readFile(path, largestWatched);
        if (!content)
            continue;
        const Mark mark{.size = content->size(),
                        .digest = QCryptographicHash::hash(*content, QCryptographicHash::Sha256)};
        const auto before = result.marks.constFind(name);
        const bool isKnown = before != result.marks.constEnd() && before->size == mark.size;
        if (isKnown && (before->digest.isEmpty() || before->digest == mark.digest)) {
            result.marks.insert(name, mark);
            continue;
        }
        // One that is still being written is looked at again.
        if (!looksLikeReport(*content) || !readReport(*content, path))
            continue;
        result.marks.insert(name, mark);
        result.found = path;
        return result;
    }
    return result;
}

void ReportWatch::look()
{
    if (m_folder.isEmpty())
        return;
    m_looksAgain = m_isLooking;
    if (std::exchange(m_isLooking, true))
        return;
    std::function<Looked()> work = [disk = m_disk, folder = m_folder, marks = m_marks,
                                    stop = m_stop.get_token()] { return looked(disk, folder, marks, stop); };
    auto looking = aside(std::move(work), m_stop.get_token());
    QCoro::connect(std::move(looking), this, [this, run = m_run](std::optional<Looked> &&seen) {
        if (m_run != run || !seen)
            return;
        m_isLooking = false;
        m_marks = std::move(seen->marks);
        if (seen->isGone) {
            stop();
            Q_EMIT ended();
            return;
        }
        if (!seen->found.isEmpty())
            Q_EMIT found(seen->found);
        if (m_looksAgain)
            look();
    });
}

} // namespace signet
