#include "core/report/pipelinenotes.h"

#include "core/report/reportdocument.h"
#include "core/result/outgoing.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The percent sign first: the others become escapes with one.
QString escapedFor(PipelineSystem system, const QString &text, bool isProperty)
{
    QString escaped = outgoingLine(text);
    escaped.replace(u'%', system == PipelineSystem::AzurePipelines ? "%AZP25"_L1 : "%25"_L1);
    escaped.replace(u'\r', "%0D"_L1).replace(u'\n', "%0A"_L1);
    if (!isProperty)
        return escaped;
    if (system == PipelineSystem::AzurePipelines)
        return escaped.replace(u']', "%5D"_L1).replace(u';', "%3B"_L1);
    return escaped.replace(u':', "%3A"_L1).replace(u',', "%2C"_L1);
}

QString noteOf(const ReportDocument::Cause &cause, PipelineSystem system)
{
    const bool isError = cause.severity == Severity::Blocker;
    const bool isAzure = system == PipelineSystem::AzurePipelines;
    QStringList properties;
    const auto add = [&](const char *azure, const char *github, const QString &value) {
        if (!value.isEmpty())
            properties.append(QLatin1StringView(isAzure ? azure : github) + u'='
                              + escapedFor(system, value, true));
    };
    if (isAzure)
        properties.append(isError ? u"type=error"_s : u"type=warning"_s);
    add("sourcepath", "file", cause.file);
    add("linenumber", "line", cause.line > 0 ? QString::number(cause.line) : QString());
    add("code", "title", cause.id.toString());
    const QString message = escapedFor(system, cause.text.title + u". "_s + cause.text.cause, false);
    if (isAzure)
        return u"##vso[task.logissue "_s + properties.join(u';') + u']' + message;
    return (isError ? u"::error "_s : u"::warning "_s) + properties.join(u',') + u"::"_s + message;
}

} // namespace

std::optional<PipelineSystem> pipelineOf(const Environment &environment)
{
    if (environment.value(u"TF_BUILD"_s).compare("true"_L1, Qt::CaseInsensitive) == 0)
        return PipelineSystem::AzurePipelines;
    if (environment.value(u"GITHUB_ACTIONS"_s) == "true"_L1)
        return PipelineSystem::GitHubActions;
    return std::nullopt;
}

QStringList pipelineNotes(const Report &report, PipelineSystem system)
{
    const ReportDocument document = describe(report);
    QStringList notes;
    for (const auto *list : {&document.causes, &document.others}) {
        for (const ReportDocument::Cause &cause : *list) {
            if (cause.severity != Severity::Info)
                notes.append(noteOf(cause, system));
        }
    }
    return notes;
}

} // namespace signet
