#include "app/cli/commands.h"
#include "app/cli/origins.h"

#include "core/report/explanationdocument.h"
#include "core/result/shellword.h"
#include "core/terraform/configurationedit.h"
#include "core/terraform/environmentfile.h"
#include "core/terraform/environmentoutput.h"
#include "core/terraform/explanation.h"
#include "core/terraform/unsetcommands.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 environmentFileLimit = 1024 * 1024;

Result<ProviderSettings> settingsFrom(const Question &question)
{
    if (question.wrongOrganization)
        return question.wrongOrganization->value;
    if (!question.organization)
        return Problem(finding::organizationMissing);
    ProviderSettings settings;
    settings.organizationUrl = question.organizationUrl();
    if (question.clientId)
        settings.clientId = question.clientId->value;
    return settings;
}

QCoro::Task<Result<ProviderSettings>> composeSettings(CommonOptions common, SubjectOptions subject,
                                                      std::stop_token stop)
{
    auto composing = compose(wishesFrom(common, subject), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return composed.problem();
    sayOrigins(Console(common), *composed, Inputs::Both);
    co_return settingsFrom(composed->question);
}

// The words a person would type to have the edit made.
QString writeCommandFor(const TerraformOptions &options)
{
    QString command = u"signet terraform write"_s;
    const auto add = [&command](const char *option, const std::string &value, const char *usual = "") {
        if (!value.empty() && value != usual)
            command += u' ' + QString::fromLatin1(option) + u' ' + shellWord(text(value));
    };
    add("--dir", options.directory, ".");
    add("--alias", options.alias);
    add("--org", options.subject.organization);
    add("--client-id", options.subject.clientId);
    return command;
}

// A scenario brings a configuration of its own; a directory that is named is the person's.
struct ConfigurationAt {
    Host disk;
    QString directory;
    bool ofScenario = false;
};
ConfigurationAt configurationOf(const TerraformOptions &options, const Composition &composition)
{
    const Question &question = composition.question;
    if (question.configuration == Question::Configuration::OnMachine && options.directory == ".")
        return {composition.surroundings.host, question.terraformFolder->value, true};
    return {composition.surroundings.disk, text(options.directory), false};
}

QJsonObject changesToJson(const ConfigurationEdit &edit)
{
    QJsonArray files;
    for (const FileChange &change : edit.changes)
        files.append(QJsonObject{{u"path"_s, change.path}, {u"new"_s, change.isNew}});
    return {{u"files"_s, files},
            {u"diff"_s, QString::fromUtf8(edit.diff())},
            {u"reasons"_s, QJsonArray::fromStringList(edit.reasons)},
            {u"unset"_s, QJsonArray::fromStringList(edit.unsetVariables)},
            {u"cannot"_s, QJsonArray::fromStringList(edit.cannot)}};
}

// What is left to do outside of the files.
void sayWhatRemains(const Console &console, const ConfigurationEdit &edit)
{
    if (!edit.unsetVariables.isEmpty()) {
        console.say(u"Take these variables away from the process that runs Terraform:"_s);
        const QStringList commands =
            unsetCommands(Shell::Bash, edit.unsetVariables).split(u'\n', Qt::SkipEmptyParts);
        for (const QString &command : commands)
            console.say(u"  "_s + command);
    }
    for (const QString &sentence : edit.cannot)
        console.say(sentence);
}

} // namespace

QCoro::Task<int> runTerraformBlock(TerraformOptions options, std::stop_token stop)
{
    const Console console(options.common);
    auto composing = composeSettings(options.common, options.subject, stop);
    auto settings = co_await composing;
    if (!settings)
        co_return console.fail(settings.problem());
    const QString block = options.fromEnvironment ? emptyProviderBlock(*settings) : providerBlock(*settings);
    if (console.wantsJson())
        co_return console.finish(QJsonObject{{u"content"_s, block}}, exitcode::ready);
    co_return console.finish(block.toUtf8(), exitcode::ready);
}

QCoro::Task<int> runTerraformEnv(TerraformOptions options, std::stop_token stop)
{
    const Console console(options.common);
    const auto shell = parseShell(text(options.shell));
    if (!shell)
        co_return console.fail(shell.problem());
    auto composing = composeSettings(options.common, options.subject, stop);
    auto settings = co_await composing;
    if (!settings)
        co_return console.fail(settings.problem());
    const auto lines = environmentOutput(*shell, *settings);
    if (!lines)
        co_return console.fail(lines.problem());
    if (console.wantsJson()) {
        const QJsonObject json{{u"shell"_s, toString(*shell)}, {u"content"_s, *lines}};
        co_return console.finish(json, exitcode::ready);
    }
    co_return console.finish(lines->toUtf8(), exitcode::ready);
}

QCoro::Task<int> runTerraformExplain(TerraformOptions options, std::stop_token stop)
{
    const Console console(options.common);
    Wishes wishes = wishesFrom(options.common, options.subject);
    wishes.wrongVariable = Wishes::WrongVariable::Judge;
    auto composing = compose(std::move(wishes), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    const Surroundings &surroundings = composed->surroundings;
    sayOrigins(console, *composed, Inputs::Both);

    ExplanationQuestion question;
    question.alias = text(options.alias);
    if (!options.subject.clientId.empty())
        question.intended = composed->question.namedClientId();
    for (const std::string &file : options.variableFiles)
        question.reading.variableFiles.append(text(file));
    if (!options.providerVersion.empty()) {
        const auto version = ProviderVersion::parse(text(options.providerVersion));
        if (!version)
            co_return console.fail(version.problem());
        question.version = *version;
    }
    if (!options.environmentFile.empty()) {
        const QString path = text(options.environmentFile);
        const auto content = console.disk().readFile(path, environmentFileLimit);
        if (!content)
            co_return console.fail(content.problem());
        const auto variables = parseEnvironmentFile(path, *content);
        if (!variables)
            co_return console.fail(variables.problem());
        question.reading.environment = Environment(*variables, surroundings.host.platform());
    }

    const ConfigurationAt at = configurationOf(options, *composed);
    const auto explanation = explainConfiguration(surroundings.host, at.disk, at.directory, question);
    if (!explanation)
        co_return console.fail(explanation.problem());

    const int code = explanation->isAsItShouldBe() ? exitcode::ready : exitcode::notReady;
    ConfigurationWish wish;
    wish.settings.alias = question.alias;
    wish.settings.clientId = question.intended;
    const auto settings = settingsFrom(composed->question);
    if (settings)
        wish.settings.organizationUrl = settings->organizationUrl;
    const auto edit = planConfigurationEdit(*explanation, surroundings.host, wish);
    if (console.wantsJson()) {
        QJsonObject json = explanation->toJson();
        json.insert(u"edit"_s, edit ? QJsonValue(changesToJson(*edit)) : QJsonValue());
        co_return console.finish(json, code);
    }
    const ExplanationDocument document = describe(*explanation, edit, sandboxOf(options.common));
    const QString writing = console.command(writeCommandFor(options));
    co_return console.finish(explanationToText(document, writing, console.style()).toUtf8(), code);
}

QCoro::Task<int> runTerraformWrite(TerraformOptions options, std::stop_token stop)
{
    const Console console(options.common);
    auto composing = compose(wishesFrom(options.common, options.subject), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    sayOrigins(console, *composed, Inputs::Both);

    ConfigurationWish wish;
    wish.settings.alias = text(options.alias);
    wish.newFile = text(options.file);
    wish.fromEnvironment = options.fromEnvironment ? FromEnvironment::Yes : FromEnvironment::No;
    const auto settings = settingsFrom(composed->question);
    if (settings) {
        wish.settings.organizationUrl = settings->organizationUrl;
        wish.settings.clientId = settings->clientId;
    }
    const ConfigurationAt at = configurationOf(options, *composed);
    ExplanationQuestion question;
    question.intended = wish.settings.clientId;
    const Host &machine = composed->surroundings.host;
    const auto explanation = explainConfiguration(machine, at.disk, at.directory, question);
    if (!explanation)
        co_return console.fail(explanation.problem());
    const auto edit = planConfigurationEdit(*explanation, machine, wish);
    if (!edit)
        co_return console.fail(edit.problem());
    // A block that is there names its organization itself.
    if (!settings && !edit->block)
        co_return console.fail(settings.problem());

    QJsonObject json = changesToJson(*edit);
    json.insert(u"written"_s, false);
    const QByteArray diff = edit->diff();
    const auto finish = [&](int code) {
        return console.wantsJson() ? console.finish(json, code) : console.finish(diff, code);
    };
    if (edit->changes.isEmpty()) {
        console.say(u"Nothing to change: the configuration already uses the managed identity."_s);
        sayWhatRemains(console, *edit);
        co_return finish(edit->unsetVariables.isEmpty() && edit->cannot.isEmpty() ? exitcode::ready
                                                                                  : exitcode::notReady);
    }
    for (const QString &reason : edit->reasons)
        console.say(reason);
    if (at.ofScenario && !options.dryRun)
        console.say(u"This is the configuration of the scenario's machine, so nothing is written. Name a "
                    "directory of yours with --dir."_s);
    if (at.ofScenario || options.dryRun) {
        sayWhatRemains(console, *edit);
        co_return finish(exitcode::ready);
    }

    QStringList names;
    for (const FileChange &change : edit->changes)
        names.append(change.path);
    if (!options.yes) {
        if (!console.mayAsk())
            co_return console.fail(Problem(finding::confirmationNeeded, {{u"path"_s, names.join(u", "_s)}}));
        const QList<QByteArray> lines = diff.split('\n');
        for (const QByteArray &line : lines)
            console.say(QString::fromUtf8(line));
        if (!console.confirm(u"Write %1?"_s.arg(names.join(u", "_s)))) {
            console.say(u"Nothing was written."_s);
            co_return exitcode::ready;
        }
    }
    const auto written = writeConfigurationEdit(console.disk(), *edit);
    if (!written)
        co_return console.fail(written.problem());
    json[u"written"_s] = true;
    QJsonArray backups;
    for (const WrittenFile &file : *written) {
        console.say(file.backup.isEmpty() ? u"Wrote %1."_s.arg(file.path)
                                          : u"Wrote %1; the old one is %2."_s.arg(file.path, file.backup));
        if (!file.backup.isEmpty())
            backups.append(file.backup);
    }
    json[u"backups"_s] = backups;
    sayWhatRemains(console, *edit);
    co_return finish(exitcode::ready);
}

} // namespace signet
