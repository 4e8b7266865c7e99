#include "core/session/recentruns.h"

#include "core/report/reportdocument.h"
#include "core/result/printable.h"
#include "core/session/openedfile.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qsizetype mostRuns = 6;
constexpr std::array verdicts{Verdict::Ready, Verdict::NotReady, Verdict::Unclear};

std::optional<RecentRun> runFrom(const QString &line)
{
    const QJsonObject fields = QJsonDocument::fromJson(line.toUtf8()).object();
    if (fields["at"_L1].toInteger() <= 0)
        return std::nullopt;
    RecentRun run{.organization = printable(fields["organization"_L1].toString()),
                  .identity = printable(fields["identity"_L1].toString()),
                  .verdict = Verdict::Unclear,
                  .at = fields["at"_L1].toInteger(),
                  .reportPath = fields["report"_L1].toString()};
    for (const Verdict verdict : verdicts) {
        if (toString(verdict) == fields["verdict"_L1].toString())
            run.verdict = verdict;
    }
    return run;
}

QString lineOf(const RecentRun &run)
{
    const QJsonObject fields{{u"organization"_s, run.organization},
                             {u"identity"_s, run.identity},
                             {u"verdict"_s, toString(run.verdict)},
                             {u"at"_s, run.at},
                             {u"report"_s, run.reportPath}};
    return QString::fromUtf8(QJsonDocument(fields).toJson(QJsonDocument::Compact));
}

} // namespace

QString RecentRun::words(qint64 now) const
{
    QStringList parts{organization, identity, verdictWords(verdict), ageWords(now - at)};
    parts.removeAll(QString());
    return parts.join(u" · "_s);
}

QList<RecentRun> recentRuns(const QStringList &kept)
{
    QList<RecentRun> runs;
    for (const QString &line : kept) {
        if (const auto run = runFrom(line))
            runs.append(*run);
    }
    return runs;
}

QStringList withRun(const QStringList &kept, const RecentRun &run)
{
    QStringList lines{lineOf(run)};
    const QList<RecentRun> earlier = recentRuns(kept);
    for (const RecentRun &other : earlier) {
        const bool isSame = other.organization == run.organization && other.identity == run.identity
            && other.reportPath == run.reportPath;
        if (!isSame && lines.size() < mostRuns)
            lines.append(lineOf(other));
    }
    return lines;
}

RecentRun recentRun(const Report &report, const QString &reportPath)
{
    const QString host = report.subject["host"_L1].toObject()["name"_L1].toString();
    return {.organization = report.subject["organization"_L1].toString(),
            .identity = report.machine && !report.machine->name.isEmpty() ? report.machine->name : host,
            .verdict = report.verdict,
            .at = report.startedAt,
            .reportPath = reportPath};
}

} // namespace signet
