#include "core/session/othermachine.h"

#include "core/report/reportformat.h"
#include "core/result/shellword.h"

#include <QCoreApplication>

#include <chrono>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

constexpr auto lookEvery = 2s;

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

QSet<QString> ReportWatch::reportsIn(const QStringList &names) const
{
    QSet<QString> reports;
    for (const QString &name : names) {
        if (!name.endsWith(".json"_L1))
            continue;
        const FileFacts facts = m_disk.stat(m_folder + u'/' + name);
        if (facts.kind == FileFacts::Kind::File)
            reports.insert(u"%1 %2"_s.arg(facts.size).arg(name));
    }
    return reports;
}

Result<Done> ReportWatch::watch(const QString &folder)
{
    stop();
    const auto names = m_disk.entries(folder);
    if (!names)
        return names.problem();
    m_folder = folder;
    m_seen = reportsIn(*names);
    m_timer.start();
    return Done();
}

void ReportWatch::stop()
{
    m_timer.stop();
    m_folder.clear();
    m_seen.clear();
}

void ReportWatch::look()
{
    if (m_folder.isEmpty())
        return;
    const auto names = m_disk.entries(m_folder);
    if (!names) {
        stop();
        Q_EMIT ended();
        return;
    }
    const QSet<QString> now = reportsIn(*names);
    const QSet<QString> fresh = now - m_seen;
    for (const QString &one : fresh) {
        const QString path = m_folder + u'/' + one.section(u' ', 1);
        // One that is still being written is looked at again.
        if (!openReport(m_disk, path))
            continue;
        m_seen.insert(one);
        Q_EMIT found(path);
        return;
    }
}

} // namespace signet
