#include "app/cli/commands.h"

#include "core/findings/catalogue.h"
#include "core/findings/pastedtext.h"
#include "core/report/textlayout.h"
#include "core/result/nearestword.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 pasteLimit = 16 * 1024 * 1024;

ReportDocument::Cause causeOf(const Console &console, const Finding &entry)
{
    ReportDocument::Cause cause;
    cause.id = entry.id;
    cause.severity = entry.severity;
    cause.symptom = entry.nature == Nature::Symptom;
    cause.text = console.words(entry.id);
    cause.explainCommand = console.command(u"signet explain "_s + entry.id.toString());
    return cause;
}

QJsonObject findingJson(const Console &console, const Finding &entry)
{
    const FindingText text = console.words(entry.id);
    QJsonArray fix;
    for (const FindingText::Step &step : text.fix) {
        fix.append(
            QJsonObject{{u"text"_s, step.text},
                        {u"command"_s, step.command.isEmpty() ? QJsonValue() : QJsonValue(step.command)},
                        {u"who"_s, toString(step.who)}});
    }
    QJsonArray causes;
    for (const FindingId cause : entry.causes)
        causes.append(cause.toString());
    return {{u"id"_s, entry.id.toString()},
            {u"stage"_s, QString(entry.stage)},
            {u"severity"_s, toString(entry.severity)},
            {u"nature"_s, entry.nature == Nature::Symptom ? u"symptom"_s : u"cause"_s},
            {u"causes"_s, causes},
            {u"title"_s, text.title},
            {u"cause"_s, text.cause},
            {u"fix"_s, fix},
            {u"link"_s, text.link.isEmpty() ? QJsonValue() : QJsonValue(text.link)}};
}

QStringList findingIds()
{
    QStringList ids;
    for (const Finding &entry : catalogue())
        ids.append(entry.id.toString());
    return ids;
}

int explainPaste(const Console &console)
{
    if (console.mayAsk())
        console.say(u"Paste the error text, then end it with Ctrl+D."_s);
    const auto input = console.disk().readStandardInput(pasteLimit);
    if (!input)
        return console.fail(input.problem());
    const QList<Cause> causes = explainPastedText(QString::fromUtf8(*input));

    if (console.wantsJson()) {
        QJsonArray list;
        for (const Cause &cause : causes) {
            list.append(QJsonObject{{u"finding"_s, cause.finding.toString()},
                                    {u"confidence"_s, cause.confidence},
                                    {u"why"_s, cause.why}});
        }
        return console.finish(QJsonObject{{u"causes"_s, list}}, exitcode::ready);
    }
    if (causes.isEmpty())
        return console.finish(u"Nothing in this text is known. Where the error occurred, run:\n  %1\n"_s
                                  .arg(console.command(u"signet diagnose"_s))
                                  .toUtf8(),
                              exitcode::ready);
    QString result;
    for (qsizetype i = 0; i < causes.size(); ++i) {
        const FindingId finding = causes.at(i).finding;
        if (i == 0) {
            result += findingToText(causeOf(console, findingOf(finding)), console.style());
            result += u"\nWhy: "_s + printable(causes.at(i).why) + u'\n';
        } else {
            if (i == 1)
                result += u"\nLess likely\n"_s;
            result +=
                u"  "_s + padded(finding.toString(), 36) + printable(console.words(finding).title) + u'\n';
        }
    }
    return console.finish(result.toUtf8(), exitcode::ready);
}

} // namespace

QCoro::Task<int> runExplain(ExplainOptions options)
{
    const Console console(options.common);
    if (options.paste)
        co_return explainPaste(console);

    const QString id = text(options.finding);
    const Finding *entry = findFinding(FindingId::fromText(id));
    if (!entry)
        co_return console.fail(Problem(finding::findingUnknown,
                                       {{u"value"_s, id}, {u"suggestion"_s, nearestWord(id, findingIds())}}));
    if (console.wantsJson())
        co_return console.finish(findingJson(console, *entry), exitcode::ready);
    co_return console.finish(findingToText(causeOf(console, *entry), console.style()).toUtf8(),
                             exitcode::ready);
}

} // namespace signet
