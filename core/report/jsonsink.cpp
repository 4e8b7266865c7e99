#include "core/report/jsonsink.h"

#include "core/findings/findingtext.h"
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

QJsonObject findingJson(const ReportedFinding &found, const QString &sandbox)
{
    QJsonObject json{{u"id"_s, found.id.toString()},
                     {u"severity"_s, toString(found.severity)},
                     {u"rootCause"_s, found.rootCause},
                     {u"evidence"_s, found.evidence},
                     {u"checks"_s, QJsonArray::fromStringList(found.checks)}};
    const FindingText text = describe(Problem(found.id, found.evidence), sandbox);
    json.insert(u"title"_s, text.title);
    json.insert(u"cause"_s, text.cause);
    QJsonArray fix;
    for (const FindingText::Step &step : text.fix) {
        fix.append(QJsonObject{
            {u"text"_s, step.text}, {u"command"_s, orNull(step.command)}, {u"who"_s, toString(step.who)}});
    }
    json.insert(u"fix"_s, fix);
    json.insert(u"link"_s, orNull(text.link));
    return json;
}

} // namespace

QJsonObject reportToJson(const Report &report)
{
    const std::optional<bool> agree = report.agree();

    QJsonArray checks;
    for (const CheckResult &check : report.checks)
        checks.append(toJson(check));
    QJsonArray rootCauses;
    for (const FindingId id : report.rootCauses)
        rootCauses.append(id.toString());
    QJsonArray findings;
    for (const ReportedFinding &found : report.findings)
        findings.append(findingJson(found, report.subject["sandbox"_L1].toString()));

    QJsonObject json{
        {u"schemaVersion"_s, Report::schemaVersion},
        {u"tool"_s, QJsonObject{{u"name"_s, u"signet"_s}, {u"version"_s, QStringLiteral(SIGNET_VERSION)}}},
        {u"startedAt"_s, QDateTime::fromSecsSinceEpoch(report.startedAt).toUTC().toString(Qt::ISODate)},
        {u"durationMs"_s, report.durationMs},
        {u"verdict"_s, toString(report.verdict)},
        {u"summary"_s, describe(report).sentence},
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
