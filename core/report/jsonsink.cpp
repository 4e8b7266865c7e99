#include "core/report/jsonsink.h"

#include "core/report/reportdocument.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonValue identityJson(const std::optional<IdentityFacts> &identity)
{
    return identity ? QJsonValue(identity->toJson()) : QJsonValue();
}

QJsonObject findingJson(const ReportedFinding &found, const ReportDocument::Cause &cause)
{
    QJsonArray fix;
    for (const FindingText::Step &step : cause.text.fix) {
        fix.append(QJsonObject{
            {u"text"_s, step.text}, {u"command"_s, orNull(step.command)}, {u"who"_s, toString(step.who)}});
    }
    return {{u"id"_s, found.id.toString()},
            {u"severity"_s, toString(cause.severity)},
            {u"rootCause"_s, cause.rootCause},
            {u"evidence"_s, found.evidence},
            {u"checks"_s, QJsonArray::fromStringList(cause.checks)},
            {u"title"_s, cause.text.title},
            {u"cause"_s, cause.text.cause},
            {u"fix"_s, fix},
            {u"link"_s, orNull(cause.text.link)}};
}

} // namespace

QJsonObject reportToJson(const Report &report)
{
    const ReportDocument document = describe(report);
    const std::optional<bool> agree = report.agree();

    QJsonArray checks;
    for (const CheckResult &check : report.checks)
        checks.append(toJson(check));
    QJsonArray findings;
    QJsonArray rootCauses;
    for (const FindingId id : report.rootCauses)
        rootCauses.append(id.toString());
    // The report's order; the document has the root causes first.
    qsizetype causes = 0;
    qsizetype others = 0;
    for (const ReportedFinding &found : report.findings)
        findings.append(
            findingJson(found, found.rootCause ? document.causes[causes++] : document.others[others++]));

    QJsonObject json{
        {u"schemaVersion"_s, Report::schemaVersion},
        {u"tool"_s, QJsonObject{{u"name"_s, u"signet"_s}, {u"version"_s, toolVersionOf(report)}}},
        {u"startedAt"_s, QDateTime::fromSecsSinceEpoch(report.startedAt).toUTC().toString(Qt::ISODate)},
        {u"durationMs"_s, report.durationMs},
        {u"verdict"_s, toString(report.verdict)},
        {u"summary"_s, document.sentence},
        {u"identities"_s,
         QJsonObject{{u"machine"_s, identityJson(report.machine)},
                     {u"azureDevOps"_s, identityJson(report.azureDevOps)},
                     {u"terraform"_s, identityJson(report.terraform)},
                     {u"agree"_s, agree ? QJsonValue(*agree) : QJsonValue()}}},
        {u"subject"_s, report.subject},
        {u"checks"_s, checks},
        {u"findings"_s, findings},
        {u"rootCauses"_s, rootCauses},
        {u"exchanges"_s, report.exchanges},
    };
    if (report.stopped)
        json.insert(u"stopped"_s, true);
    return json;
}

} // namespace signet
