#include "core/report/sarifsink.h"

#include "core/findings/catalogue.h"
#include "core/report/markup.h"
#include "core/report/reportdocument.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QJsonArray>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString levelOf(Severity severity)
{
    switch (severity) {
    case Severity::Blocker:
        return u"error"_s;
    case Severity::Warning:
        return u"warning"_s;
    case Severity::Info:
        return u"note"_s;
    }
    Q_UNREACHABLE();
}

// "not-in-org" as "NotInOrg".
QString ruleName(FindingId id)
{
    QString name;
    const QStringList words = id.toString().split(u'-');
    for (const QString &word : words)
        name += word.left(1).toUpper() + word.mid(1);
    return name;
}

// Relative to the folder where Terraform runs from, which is that of the repository in a pipeline.
QString uriOf(const QString &file)
{
    if (QDir::isAbsolutePath(file))
        return QString::fromUtf8(QUrl::fromLocalFile(file).toEncoded());
    return QString::fromLatin1(QUrl::toPercentEncoding(file, "/"));
}

// GitHub takes no result without a place: what is not about a file is about the configuration as a whole.
QJsonObject locationOf(const ReportDocument::Cause &cause, const QJsonObject &subject)
{
    const QString directory = subject["terraform"_L1].toObject()["directory"_L1].toString();
    const QString file = cause.file.isEmpty() ? directory.isEmpty() ? u"."_s : directory : cause.file;
    QJsonArray logical;
    for (const QString &check : cause.checks)
        logical.append(QJsonObject{{u"fullyQualifiedName"_s, check}, {u"kind"_s, u"module"_s}});
    return {{u"physicalLocation"_s, sarifPlace(file, cause.line)}, {u"logicalLocations"_s, logical}};
}

// The same finding in the same place, whatever else changed.
QString fingerprintOf(const ReportDocument::Cause &cause, const QJsonObject &subject)
{
    return sarifFingerprint({cause.id.toString(), subject["organization"_L1].toString(), cause.file});
}

QString timeOf(const Report &report, double afterMs)
{
    return QDateTime::fromMSecsSinceEpoch(report.startedAt * 1000 + qint64(afterMs))
        .toUTC()
        .toString(Qt::ISODateWithMs);
}

} // namespace

// The words of the catalog, without those of a report.
QJsonObject sarifRule(FindingId id)
{
    const Finding *entry = findFinding(id);
    const FindingText text = entry ? describe(*entry, {}) : FindingText();
    QString help;
    QString markdown;
    int number = 0;
    for (const FindingText::Step &step : text.fix) {
        ++number;
        help += u"%1. "_s.arg(number) + stepWords(step) + u' ' + step.command + u'\n';
        markdown += u"%1. "_s.arg(number) + markdownText(stepWords(step)) + u'\n';
        if (!step.command.isEmpty())
            markdown += markdownCodeBlock(step.command, u"   "_s);
    }
    QJsonObject rule{
        {u"id"_s, id.toString()},
        {u"name"_s, ruleName(id)},
        {u"shortDescription"_s, QJsonObject{{u"text"_s, text.title + u'.'}}},
        {u"fullDescription"_s, QJsonObject{{u"text"_s, text.cause}}},
        {u"help"_s,
         QJsonObject{{u"text"_s, text.cause + u'\n' + help},
                     {u"markdown"_s, markdownText(text.cause) + u"\n\n"_s + markdown}}},
        {u"defaultConfiguration"_s,
         QJsonObject{{u"level"_s, levelOf(entry ? entry->severity : Severity::Blocker)}}},
    };
    if (text.link.startsWith("https://"_L1))
        rule.insert(u"helpUri"_s, text.link);
    return rule;
}

QJsonObject sarifPlace(const QString &file, int line)
{
    QJsonObject place{{u"artifactLocation"_s, QJsonObject{{u"uri"_s, uriOf(file)}}}};
    if (line > 0)
        place.insert(u"region"_s, QJsonObject{{u"startLine"_s, line}});
    return place;
}

QString sarifFingerprint(const QStringList &what)
{
    return QString::fromLatin1(
        QCryptographicHash::hash(what.join(u'\n').toUtf8(), QCryptographicHash::Sha256).toHex());
}

QJsonObject sarifFile(const QJsonObject &run)
{
    return {{u"$schema"_s, u"https://json.schemastore.org/sarif-2.1.0.json"_s},
            {u"version"_s, u"2.1.0"_s},
            {u"runs"_s, QJsonArray{run}}};
}

QJsonObject reportToSarif(const Report &report)
{
    const ReportDocument document = describe(report);
    QJsonArray rules;
    QJsonArray results;
    for (const auto *list : {&document.causes, &document.others}) {
        for (const ReportDocument::Cause &cause : *list) {
            if (results.size() == sarifResultLimit)
                break;
            // A finding is in a report once, so each result has a rule of its own.
            results.append(QJsonObject{
                {u"ruleId"_s, cause.id.toString()},
                {u"ruleIndex"_s, rules.size()},
                {u"level"_s, levelOf(cause.severity)},
                {u"message"_s, QJsonObject{{u"text"_s, cause.text.title + u". "_s + cause.text.cause}}},
                {u"locations"_s, QJsonArray{locationOf(cause, report.subject)}},
                {u"partialFingerprints"_s,
                 QJsonObject{{u"signetFinding/v1"_s, fingerprintOf(cause, report.subject)}}},
                {u"properties"_s, QJsonObject{{u"rootCause"_s, cause.rootCause}}},
            });
            rules.append(sarifRule(cause.id));
        }
    }
    const QJsonObject driver{
        {u"name"_s, u"Signet"_s}, {u"semanticVersion"_s, toolVersionOf(report)}, {u"rules"_s, rules}};
    const QJsonObject invocation{{u"executionSuccessful"_s, !report.stopped},
                                 {u"startTimeUtc"_s, timeOf(report, 0)},
                                 {u"endTimeUtc"_s, timeOf(report, report.durationMs)}};
    const QJsonObject run{
        {u"tool"_s, QJsonObject{{u"driver"_s, driver}}},
        {u"automationDetails"_s, QJsonObject{{u"id"_s, u"signet/diagnose/"_s}}},
        {u"invocations"_s, QJsonArray{invocation}},
        {u"results"_s, results},
        {u"columnKind"_s, u"utf16CodeUnits"_s},
        {u"properties"_s,
         QJsonObject{{u"verdict"_s, toString(report.verdict)}, {u"summary"_s, document.sentence}}}};
    return sarifFile(run);
}

} // namespace signet
