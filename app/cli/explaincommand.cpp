#include "app/cli/command.h"
#include "app/cli/console.h"

#include "core/findings/catalogue.h"
#include "core/findings/pastedtext.h"
#include "core/report/textlayout.h"
#include "core/result/nearestword.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct ExplainOptions {
    CommonOptions common;
    std::string finding;
    bool paste = false;
};

constexpr qint64 pasteLimit = 16 * 1024 * 1024;

ReportDocument::Cause causeOf(const Console &console, const Finding &entry)
{
    ReportDocument::Cause cause;
    cause.id = entry.id;
    cause.severity = entry.severity;
    cause.symptom = entry.nature == Nature::Symptom;
    cause.text = console.words(entry.id);
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
            {u"stage"_s, QString(entry.chapter)},
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

int explainPasted(const Console &console, const QByteArray &text)
{
    if (text.trimmed().isEmpty())
        return console.fail(Problem(finding::errorTextMissing));
    const QList<Cause> causes = explainPastedText(QString::fromUtf8(text));

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
        return console.finish(
            (CommandLine::tr("No known error was recognized. On the machine where it occurred, run:")
             + u"\n  "_s + console.command(u"signet diagnose"_s) + u'\n')
                .toUtf8(),
            exitcode::ready);
    QString result;
    for (qsizetype i = 0; i < causes.size(); ++i) {
        const FindingId finding = causes.at(i).finding;
        if (i == 0) {
            ReportDocument::Cause likely = causeOf(console, findingOf(finding));
            likely.explainCommand = console.command(u"signet explain "_s + finding.toString());
            result += findingToText(likely, console.style());
            result += u'\n' + CommandLine::tr("Why: %1").arg(printable(causes.at(i).why)) + u'\n';
        } else {
            if (i == 1)
                result += u'\n' + CommandLine::tr("Less likely") + u'\n';
            result +=
                u"  "_s + padded(finding.toString(), 36) + printable(console.words(finding).title) + u'\n';
        }
    }
    return console.finish(result.toUtf8(), exitcode::ready);
}

QCoro::Task<int> runExplain(ExplainOptions options, std::stop_token stop)
{
    const Console console(options.common);
    if (options.paste) {
        if (console.mayAsk())
            console.say(CommandLine::tr("Paste the error message, then press Ctrl+D."));
        auto reading = console.disk().readStandardInput(InputEnd::Closed, pasteLimit, stop);
        const auto pasted = co_await reading;
        co_return pasted ? explainPasted(console, *pasted) : console.fail(pasted.problem());
    }

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

void declareExplain(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<ExplainOptions>();
    CLI::Option *finding =
        command
            ->add_option("finding", options->finding,
                         QT_TRANSLATE_NOOP("CommandLine", "id of a finding, as shown in a report"))
            ->type_name("FINDING");
    command
        ->add_flag("--paste", options->paste,
                   QT_TRANSLATE_NOOP("CommandLine", "read an error message from standard input"))
        ->excludes(finding);
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runExplain, [](Invocation *, const ExplainOptions *parsed) {
        if (parsed->finding.empty() && !parsed->paste)
            throw CLI::RequiredError("FINDING or --paste");
    });
}

} // namespace

extern const Command explainCommand{
    .path = "explain",
    .about =
        QT_TRANSLATE_NOOP("CommandLine", "Explains a finding in full, or an error message that you paste"),
    .examples = "signet explain not-in-org\n"
                "terraform plan 2>&1 | signet explain --paste",
    .declare = declareExplain,
};

} // namespace signet
