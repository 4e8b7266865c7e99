#include "core/session/openedfile.h"

#include "core/diagnosis/kindwords.h"
#include "core/report/reportdiff.h"
#include "core/report/reportformat.h"
#include "core/result/outgoing.h"
#include "core/setup/receipt.h"
#include "core/setup/request.h"

#include <QCoreApplication>
#include <QDateTime>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 largestDocument = 4 * 1024 * 1024; // bytes; a report can be larger

struct OriginText {
    Q_DECLARE_TR_FUNCTIONS(ReportOrigin)
};

bool isOfConfiguration(const QString &path)
{
    for (const auto &end : {".tf"_L1, ".tf.json"_L1, ".tofu"_L1, ".tofu.json"_L1, ".tfvars"_L1}) {
        if (path.endsWith(end))
            return true;
    }
    return false;
}

QString timeWords(const Report &report)
{
    return QDateTime::fromSecsSinceEpoch(report.startedAt, Qt::UTC).toString(u"yyyy-MM-dd HH:mm 'UTC'"_s);
}

// The file was meant to be of that kind, whether or not it can be read as one.
bool names(const QByteArray &text, QByteArrayView kind)
{
    return text.contains(kind);
}

} // namespace

QString ageWords(qint64 seconds)
{
    if (seconds < 2 * 60)
        return OriginText::tr("just now");
    if (seconds < 2 * 60 * 60)
        return OriginText::tr("%n minute(s) ago", nullptr, int(seconds / 60));
    if (seconds < 48 * 60 * 60)
        return OriginText::tr("%n hour(s) ago", nullptr, int(seconds / (60 * 60)));
    return OriginText::tr("%n day(s) ago", nullptr, int(std::min<qint64>(seconds / (24 * 60 * 60), 100'000)));
}

Result<OpenedFile> openFile(const Host &disk, const QString &path)
{
    const FileFacts::Kind kind = disk.stat(path).kind;
    if (kind == FileFacts::Kind::Directory || (kind == FileFacts::Kind::File && isOfConfiguration(path)))
        return OpenedFile{OpenedFile::Kind::Folder, path};
    if (const auto content = disk.readFile(path, largestDocument)) {
        if (names(*content, "signet-setup-receipt"))
            return OpenedFile{OpenedFile::Kind::Receipt, path};
        if (names(*content, "signet-setup-request") || SetupRequest::fromText(*content))
            return OpenedFile{OpenedFile::Kind::Request, path};
    }
    auto report = openReport(disk, path);
    if (!report)
        return report.problem();
    return OpenedFile{OpenedFile::Kind::Report, path, std::move(*report)};
}

ReportDocument describeOpened(const Report &report)
{
    ReportDocument document = describe(report);
    const QString name = outgoingLine(report.subject["host"_L1].toObject()["name"_L1].toString());
    document.cards[0].heading =
        name.isEmpty() ? OriginText::tr("That machine") : OriginText::tr("Machine · %1").arg(name);
    return document;
}

ReportDocument describeAwaited()
{
    ReportDocument document = describe(Report());
    document.cards[0].heading = OriginText::tr("That machine");
    document.cards[0].name = OriginText::tr("no report yet");
    return document;
}

ReportComparison compareInWords(const Report &one, const Report &other)
{
    const bool isOneEarlier = one.startedAt <= other.startedAt;
    const Report &before = isOneEarlier ? one : other;
    const Report &after = isOneEarlier ? other : one;
    const ReportDiff diff = compareReports(before, after);
    ReportComparison comparison;
    comparison.isWorse = diff.isWorse;
    for (const ReportChange &change : diff.changes)
        comparison.changes.append(changeWords(change));
    comparison.title = diff.changes.isEmpty()
        ? OriginText::tr("No difference that matters between %1 and %2")
        : OriginText::tr("%n difference(s) between %1 and %2", nullptr, int(diff.changes.size()));
    comparison.title = comparison.title.arg(timeWords(before), timeWords(after));
    return comparison;
}

QString originWords(const Report &report, qint64 now)
{
    QStringList parts;
    const QString kind = report.subject["host"_L1].toObject()["kind"_L1].toString();
    const QString name = report.machine ? report.machine->name : QString();
    if (!name.isEmpty())
        parts.append(name);
    if (!kind.isEmpty())
        parts.append(hostKindWords(kind));
    if (const QString where = report.subject["organization"_L1].toString(); !where.isEmpty())
        parts.append(where);
    if (report.startedAt > 0) {
        parts.append(timeWords(report));
        if (now >= report.startedAt)
            parts.append(ageWords(now - report.startedAt));
    }
    QString words = OriginText::tr("Made on: %1.").arg(outgoingLine(parts.join(u" · "_s)));
    if (!report.subject["sandbox"_L1].toString().isEmpty())
        words += u' ' + OriginText::tr("Azure was simulated: nothing in it is real.");
    return words;
}

} // namespace signet
