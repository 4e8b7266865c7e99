#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/parseproblem.h"
#include "app/cli/plansaving.h"

#include "core/findings/catalogue.h"
#include "core/findings/pastedtext.h"
#include "core/host/inputpieces.h"
#include "core/report/cataloguedocument.h"
#include "core/report/pasteddocument.h"
#include "core/result/nativepath.h"
#include "core/result/nearestword.h"
#include "core/result/outgoing.h"
#include "core/sandbox/scenarios/scenario.h"

#include <QHash>
#include <QJsonArray>

#include <memory>
#include <optional>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct ExplainOptions {
    CommonOptions common;
    std::string finding;
    SubjectOptions subject;
    bool paste = false;
    bool check = false;
    bool list = false;
    std::string exportTo; // folder
};

// Bytes. A log is read in pieces and not kept; this ends one that never does.
constexpr qint64 pasteLimit = 1024LL * 1024 * 1024;

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

// What the checks of this machine, or of a scenario, say to the likely causes. The text is no evidence here:
// it would confirm itself.
QCoro::Task<Result<CheckedCauses>> checkHere(ExplainOptions options, PastedExplanation explanation,
                                             std::stop_token stop)
{
    CommandLineInput input = commandLineInputFrom(options.common, options.subject);
    input.wrongVariable = CommandLineInput::WrongVariable::Judge;
    auto composing = compose(std::move(input), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return composed.problem();
    QList<FindingId> causes;
    for (const Cause &cause : explanation.causes)
        causes.append(cause.finding);
    SessionContext &context = composed->sessionContext;
    auto checking =
        checkCauses(Http(context.host, context.net), context.disk, composed->question, causes, stop);
    auto checked = co_await checking;
    co_return checked;
}

QCoro::Task<int> explainPaste(ExplainOptions options, std::stop_token stop)
{
    const Console console(options.common);
    if (console.mayAsk())
        console.say(CommandLine::tr("Paste the error message, then press Ctrl+D."));
    const auto reader = std::make_shared<PastedReader>();
    const auto blank = std::make_shared<bool>(true);
    TakePiece take = [reader, blank](QByteArrayView piece) {
        *blank = *blank && piece.trimmed().isEmpty();
        reader->add(piece);
    };
    auto reading = readInputInPieces(console.disk(), pasteLimit, std::move(take), stop);
    const auto read = co_await reading;
    if (!read)
        co_return console.fail(read.problem());
    if (*blank)
        co_return console.fail(Problem(finding::errorTextMissing));
    const PastedExplanation explanation = reader->finish();

    std::optional<CheckedCauses> checked;
    if (options.check && !explanation.causes.isEmpty()) {
        auto checking = checkHere(options, explanation, stop);
        auto result = co_await checking;
        if (!result)
            co_return console.fail(result.problem());
        checked = std::move(*result);
    }
    if (console.wantsJson())
        co_return console.finish(pastedToJson(explanation, checked), exitcode::ready);
    const PastedDocument document = describe(explanation, checked, console.sandbox());
    co_return console.finish(pastedToText(document, console.style()).toUtf8(), exitcode::ready);
}

// The scenario of the simulated Azure that has it as its cause; empty: none.
QString scenarioOf(FindingId finding)
{
    // Making all the worlds takes time, and an export asks for each finding.
    static const QHash<QString, QString> all = [] {
        QHash<QString, QString> first;
        const QStringList names = sandbox::Scenario::names();
        for (const QString &name : names) {
            const auto scenario = sandbox::Scenario::named(name);
            for (const QString &cause : scenario ? scenario->rootCauses : QStringList()) {
                if (!first.contains(cause))
                    first.insert(cause, name);
            }
        }
        return first;
    }();
    return all.value(finding.toString());
}

int listFindings(const Console &console, const ExplainOptions &options)
{
    if (console.wantsJson())
        return console.finish(catalogueToJson(), exitcode::ready);
    const QString list =
        options.common.output == "markdown" ? catalogueToMarkdown() : catalogueToText(console.style());
    return console.finish(list.toUtf8(), exitcode::ready);
}

int exportFindings(const Console &console, const QString &folder)
{
    const Host &disk = console.disk();
    if (const auto made = disk.makeDirectory(folder); !made)
        return console.fail(made.problem());
    const auto write = [&](const QString &name, const QString &content) {
        return disk.writeFile(folder + u'/' + name, outgoingText(content));
    };
    // The folder can be that of somebody's project, which has a README of its own.
    const QString index = folder + u"/README.md"_s;
    const QString content = catalogueToMarkdown();
    const QByteArray heading = content.section(u'\n', 0, 0).toUtf8();
    const auto there = contentAt(console, index);
    if (!there)
        return console.fail(there.problem());
    if (*there && !(*there)->startsWith(heading))
        return console.fail(Problem(finding::optionValueInvalid,
                                    {{u"variable"_s, u"--export"_s},
                                     {u"value"_s, folder},
                                     {u"known"_s, CommandLine::tr("a folder without a README.md of its own")},
                                     {u"command"_s, u"explain"_s}}));
    if (const auto written = write(u"README.md"_s, content); !written)
        return console.fail(written.problem());
    int count = 0;
    for (const Finding &finding : catalogue()) {
        const auto written =
            write(finding.id.toString() + u".md"_s, findingToMarkdown(finding, scenarioOf(finding.id)));
        if (!written)
            return console.fail(written.problem());
        ++count;
    }
    console.say(CommandLine::tr("Wrote %n page(s) to %1.", nullptr, count).arg(nativePath(folder)));
    return exitcode::ready;
}

QCoro::Task<int> runExplain(ExplainOptions options, std::stop_token stop)
{
    if (options.list)
        co_return listFindings(Console(options.common), options);
    if (!options.exportTo.empty())
        co_return exportFindings(Console(options.common), text(options.exportTo));
    if (options.paste) {
        auto explaining = explainPaste(std::move(options), std::move(stop));
        const int code = co_await explaining;
        co_return code;
    }
    const Console console(options.common);

    const QString id = text(options.finding);
    const Finding *entry = findFinding(FindingId::fromText(id));
    if (!entry)
        co_return console.fail(Problem(finding::findingUnknown,
                                       {{u"value"_s, id}, {u"suggestion"_s, nearestWord(id, findingIds())}}));
    if (console.wantsJson())
        co_return console.finish(findingJson(console, *entry), exitcode::ready);
    if (options.common.output == "markdown")
        co_return console.finish(findingToMarkdown(*entry, scenarioOf(entry->id)).toUtf8(), exitcode::ready);
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
    CLI::Option *paste =
        command
            ->add_flag("--paste", options->paste,
                       QT_TRANSLATE_NOOP("CommandLine", "read an error message from standard input"))
            ->excludes(finding);
    command
        ->add_flag("--check", options->check,
                   QT_TRANSLATE_NOOP("CommandLine", "run the checks that decide the likely causes, here"))
        ->needs(paste);
    CLI::Option *list = command
                            ->add_flag("--list", options->list,
                                       QT_TRANSLATE_NOOP("CommandLine", "list all findings by chapter"))
                            ->excludes(finding)
                            ->excludes(paste);
    command
        ->add_option(
            "--export", options->exportTo,
            QT_TRANSLATE_NOOP("CommandLine",
                              "write a Markdown page for each finding, and an index, to this folder"))
        ->check(notEmpty())
        ->type_name("DIR")
        ->excludes(finding)
        ->excludes(paste)
        ->excludes(list);
    addSubjectOptions(command, options->subject);
    addCommonOptions(command, options->common, Writes::Document);
    setRun(command, invocation, options, runExplain, [](Invocation *, const ExplainOptions *parsed) {
        if (parsed->finding.empty() && !parsed->paste && !parsed->list && parsed->exportTo.empty())
            throw CLI::RequiredError("FINDING or --paste");
        if (parsed->paste && parsed->common.output == "markdown")
            throw CLI::ExcludesError("--paste", "--output markdown");
    });
}

} // namespace

extern const Command explainCommand{
    .path = "explain",
    .about =
        QT_TRANSLATE_NOOP("CommandLine", "Explains a finding in full, or an error message that you paste"),
    .examples = "signet explain not-in-org\n"
                "terraform plan 2>&1 | signet explain --paste\n"
                "signet explain --paste --check --org contoso\n"
                "signet explain --list",
    .declare = declareExplain,
};

} // namespace signet
