#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/origins.h"
#include "app/cli/parseproblem.h"
#include "app/cli/readingtold.h"

#include "core/findings/findingtext.h"
#include "core/host/removefile.h"
#include "core/report/explanationdocument.h"
#include "core/result/nativepath.h"
#include "core/result/shellword.h"
#include "core/terraform/configurationedit.h"
#include "core/terraform/environmentfile.h"
#include "core/terraform/environmentoutput.h"
#include "core/terraform/explanation.h"
#include "core/terraform/pipelinejob.h"
#include "core/terraform/unsetcommands.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct TerraformOptions {
    CommonOptions common;
    SubjectOptions subject;
    std::string directory = ".";
    std::string file = "providers.tf";
    std::string alias;
    std::string providerVersion;
    std::string environmentFile;
    std::vector<std::string> variableFiles;
    std::string shell = toString(usualShell()).toStdString();
    std::string method;
    std::string connection;
    std::string connectionType = "azure-resource-manager";
    bool fromEnvironment = false;
    bool dryRun = false;
    bool yes = false;
};

constexpr qint64 environmentFileLimit = 1024 * 1024;

// Nothing where none was named.
std::optional<CredentialMethod> methodOf(const TerraformOptions &options)
{
    return credentialMethodNamed(text(options.method));
}

Result<ProviderSettings> settingsFrom(const Question &question, std::optional<CredentialMethod> method)
{
    if (question.wrongOrganization)
        return question.wrongOrganization->value;
    if (!question.organization)
        return Problem(finding::organizationMissing);
    ProviderSettings settings;
    settings.organizationUrl = question.organizationUrl();
    settings.method = method.value_or(CredentialMethod::ManagedIdentity);
    if (question.clientId)
        settings.clientId = question.clientId->value;
    return settings;
}

QCoro::Task<Result<ProviderSettings>> composeSettings(TerraformOptions options, std::stop_token stop)
{
    auto composing = compose(commandLineInputFrom(options.common, options.subject), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return composed.problem();
    sayOrigins(Console(options.common), *composed, Inputs::Both);
    co_return settingsFrom(composed->question, methodOf(options));
}

// The words a person would type to have this very edit made.
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
    add("--method", options.method);
    add("--provider-version", options.providerVersion);
    add("--env-file", options.environmentFile);
    for (const std::string &file : options.variableFiles)
        add("--var-file", file);
    return command;
}

// What is asked about a configuration; the same for an explanation and for an edit, so that one shows what
// the other writes.
Result<ExplanationQuestion> questionFrom(const TerraformOptions &options, const Composition &composition,
                                         const Console &console)
{
    ExplanationQuestion question;
    question.alias = text(options.alias);
    question.intended = composition.question.namedClientId();
    question.method = methodOf(options);
    for (const std::string &file : options.variableFiles)
        question.reading.variableFiles.append(text(file));
    if (!options.providerVersion.empty()) {
        const auto version = ProviderVersion::parse(text(options.providerVersion));
        if (!version)
            return version.problem();
        question.version = *version;
    }
    if (!options.environmentFile.empty()) {
        const QString path = text(options.environmentFile);
        const auto content = console.disk().readFile(path, environmentFileLimit);
        if (!content)
            return content.problem();
        const auto variables = parseEnvironmentFile(path, *content);
        if (!variables)
            return variables.problem();
        question.reading.environment = Environment(*variables, composition.sessionContext.host.platform());
    }
    return question;
}

// A block that names its organization goes before the variable, as it does for the provider.
ConfigurationWish wishFrom(const ExplanationQuestion &question, const Explanation &explanation,
                           const Question &subject)
{
    ConfigurationWish wish;
    wish.settings.alias = question.alias;
    wish.settings.clientId = question.intended;
    const bool isWritten = !explanation.input.arguments.value(u"org_service_url"_s).isNull();
    if (subject.organization && !(isWritten && subject.organization->origin.isVariable()))
        wish.settings.organizationUrl = subject.organizationUrl();
    return wish;
}

QJsonObject changesToJson(const ConfigurationEdit &edit)
{
    QJsonArray files;
    for (const FileChange &change : edit.changes)
        files.append(QJsonObject{{u"path"_s, change.path}, {u"new"_s, change.isNew}});
    QJsonArray otherBlocks;
    for (const BlockInUse &block : edit.otherBlocks)
        otherBlocks.append(block.name());
    QJsonArray remaining;
    for (const ConfigurationMistake &mistake : edit.remaining)
        remaining.append(mistake.findingId.toString());
    return {{u"files"_s, files},
            {u"diff"_s, QString::fromUtf8(edit.diff())},
            {u"reasons"_s, QJsonArray::fromStringList(edit.reasons)},
            {u"unset"_s, QJsonArray::fromStringList(edit.unsetVariables)},
            {u"cannot"_s, QJsonArray::fromStringList(edit.cannot)},
            {u"leftOver"_s, QJsonArray::fromStringList(edit.leftOver)},
            {u"idle"_s, QJsonArray::fromStringList(edit.idleVariables)},
            {u"init"_s, edit.initCommand.isEmpty() ? QJsonValue() : QJsonValue(edit.initCommand)},
            {u"otherBlocks"_s, otherBlocks},
            {u"remaining"_s, remaining}};
}

// What is left to do outside of the files.
void sayWhatRemains(const Console &console, const ConfigurationEdit &edit)
{
    if (!edit.initCommand.isEmpty()) {
        console.say(CommandLine::tr("Then select the new provider version:"));
        console.say(u"  "_s + edit.initCommand);
    }
    for (const QString &sentence : edit.leftOver)
        console.say(sentence);
    for (const BlockInUse &block : edit.otherBlocks) {
        console.say(CommandLine::tr("The provider block %1 also needs a change (%2).")
                        .arg(block.name(), block.place.value_or(block.firstUsePlace).toString()));
    }
    for (const ConfigurationMistake &mistake : edit.remaining) {
        const FindingText words =
            describe(Problem(mistake.findingId, QJsonObject::fromVariantMap(mistake.evidence)));
        console.say(CommandLine::tr("Terraform still rejects the configuration. %1 (%2).")
                        .arg(words.title, mistake.evidence.value(u"place"_s).toString()));
    }
    if (!edit.unsetVariables.isEmpty()) {
        console.say(CommandLine::tr("Unset these variables in the process that runs Terraform:"));
        const QStringList commands =
            unsetCommands(usualShell(), edit.unsetVariables).split(u'\n', Qt::SkipEmptyParts);
        for (const QString &command : commands)
            console.say(u"  "_s + command);
    }
    for (const QString &sentence : edit.cannot)
        console.say(sentence);
}

// A backup keeps the secret that an edit removed, readable to whoever can read the file. It is deleted only
// by a person who says so; a script gets the command.
QCoro::Task<Done> offerToDelete(Console console, bool mayAsk, SecretBackups backups, std::stop_token stop)
{
    console.say(backups.sentence);
    bool isWanted = false;
    if (mayAsk && console.mayAsk()) {
        auto asking = console.confirm(backups.question, std::move(stop));
        const auto answer = co_await asking;
        // The edit is done; a stop here means no.
        isWanted = answer && *answer;
    }
    for (const QString &path : std::as_const(backups.paths)) {
        if (!isWanted)
            break;
        const auto removed = removeFile(path);
        if (removed)
            console.say(CommandLine::tr("Deleted %1.").arg(nativePath(path)));
        else
            console.fail(removed.problem());
    }
    if (!isWanted) {
        console.say(CommandLine::tr("To delete it:"));
        console.say(u"  "_s + backups.command);
    }
    console.say(backups.revoke);
    co_return Done();
}

QCoro::Task<int> runTerraformBlock(TerraformOptions options, std::stop_token stop)
{
    const Console console(options.common);
    auto composing = composeSettings(options, stop);
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
    auto composing = composeSettings(options, stop);
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

QCoro::Task<int> runTerraformPipeline(TerraformOptions options, std::stop_token stop)
{
    const Console console(options.common);
    options.method = options.connectionType == "azure-devops" ? "azure-cli" : "oidc";
    auto composing = composeSettings(options, stop);
    auto settings = co_await composing;
    if (!settings)
        co_return console.fail(settings.problem());
    const auto job = pipelineJob(*settings, text(options.connection));
    if (!job)
        co_return console.fail(job.problem());
    const QString block = providerBlock(*settings);
    if (console.wantsJson()) {
        const QJsonObject json{
            {u"method"_s, text(options.method)}, {u"content"_s, *job}, {u"block"_s, block}};
        co_return console.finish(json, exitcode::ready);
    }
    console.say(CommandLine::tr("The provider block that goes with it:"));
    const QStringList lines = block.trimmed().split(u'\n');
    for (const QString &line : lines)
        console.say(line.isEmpty() ? line : u"  "_s + line);
    co_return console.finish(job->toUtf8(), exitcode::ready);
}

QCoro::Task<int> runTerraformExplain(TerraformOptions options, std::stop_token stop)
{
    const Console console(options.common);
    CommandLineInput input = commandLineInputFrom(options.common, options.subject);
    input.wrongVariable = CommandLineInput::WrongVariable::Judge;
    auto composing = compose(std::move(input), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    const SessionContext &sessionContext = composed->sessionContext;
    sayOrigins(console, *composed, Inputs::Both);

    const auto question = questionFrom(options, *composed, console);
    if (!question)
        co_return console.fail(question.problem());
    const ConfigurationAt at = configurationAt(*composed, text(options.directory));
    auto explaining = explainTold(console, sessionContext.host, at.disk, at.directory, *question, stop);
    const auto explanation = co_await explaining;
    if (!explanation)
        co_return console.fail(explanation.problem());

    const int code =
        explanation->isAsItShouldBe() && explanation->isCertain() ? exitcode::ready : exitcode::notReady;
    const ConfigurationWish wish = wishFrom(*question, *explanation, composed->question);
    auto planning = planAside(*explanation, sessionContext.host, wish, stop);
    const auto edit = co_await planning;
    if (!edit && edit.problem().findingId == finding::runStopped)
        co_return console.fail(edit.problem());
    if (console.wantsJson()) {
        QJsonObject json = explanation->toJson();
        json.insert(u"edit"_s, edit ? QJsonValue(changesToJson(*edit)) : QJsonValue());
        json.insert(u"editProblem"_s, edit ? QJsonValue() : QJsonValue(edit.problem().findingId.toString()));
        co_return console.finish(json, code);
    }
    const ExplanationDocument document = describe(*explanation, edit, sandboxOf(options.common));
    const QString writing = console.command(writeCommandFor(options));
    co_return console.finish(explanationToText(document, writing, console.style()).toUtf8(), code);
}

QCoro::Task<int> runTerraformWrite(TerraformOptions options, std::stop_token stop)
{
    const Console console(options.common);
    auto composing = compose(commandLineInputFrom(options.common, options.subject), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    sayOrigins(console, *composed, Inputs::Both);

    const auto question = questionFrom(options, *composed, console);
    if (!question)
        co_return console.fail(question.problem());
    const ConfigurationAt at = configurationAt(*composed, text(options.directory));
    const Host &machine = composed->sessionContext.host;
    auto explaining = explainTold(console, machine, at.disk, at.directory, *question, stop);
    const auto explanation = co_await explaining;
    if (!explanation)
        co_return console.fail(explanation.problem());
    ConfigurationWish wish = wishFrom(*question, *explanation, composed->question);
    wish.newFile = text(options.file);
    wish.fromEnvironment = options.fromEnvironment ? FromEnvironment::Yes : FromEnvironment::No;
    auto planning = planAside(*explanation, machine, wish, stop);
    const auto edit = co_await planning;
    if (!edit)
        co_return console.fail(edit.problem());

    QJsonObject json = changesToJson(*edit);
    json.insert(u"written"_s, false);
    const QByteArray diff = edit->diff();
    const auto finish = [&](int code) {
        return console.wantsJson() ? console.finish(json, code) : console.finish(diff, code);
    };
    if (edit->changes.isEmpty()) {
        const bool isDone = edit->unsetVariables.isEmpty() && edit->cannot.isEmpty()
            && edit->initCommand.isEmpty() && edit->otherBlocks.isEmpty() && edit->remaining.isEmpty();
        console.say(isDone ? CommandLine::tr("Nothing to change: the configuration already uses %1.")
                                 .arg(nameOf(explanation->intended()))
                           : CommandLine::tr("Nothing to change in this provider block."));
        sayWhatRemains(console, *edit);
        co_return finish(isDone ? exitcode::ready : exitcode::notReady);
    }
    for (const QString &reason : edit->reasons)
        console.say(reason);
    if (at.ofScenario && !options.dryRun)
        console.say(
            CommandLine::tr("This configuration belongs to the scenario's machine, so nothing is written. To "
                            "write, name a folder of your own with --dir."));
    if (at.ofScenario || options.dryRun) {
        sayWhatRemains(console, *edit);
        co_return finish(exitcode::ready);
    }

    QStringList names;
    for (const FileChange &change : edit->changes)
        names.append(nativePath(change.path));
    if (!options.yes) {
        if (!console.mayAsk())
            co_return console.fail(Problem(finding::confirmationNeeded, {{u"path"_s, names.join(u", "_s)}}));
        const QList<QByteArray> lines = diff.split('\n');
        for (const QByteArray &line : lines)
            console.say(QString::fromUtf8(line));
        auto asking = console.confirm(CommandLine::tr("Write %1?").arg(names.join(u", "_s)), stop);
        const auto yes = co_await asking;
        if (!yes)
            co_return console.fail(yes.problem());
        if (!*yes) {
            console.say(CommandLine::tr("Nothing was written."));
            co_return exitcode::ready;
        }
    }
    const auto written = writeConfigurationEdit(console.disk(), *edit);
    if (!written)
        co_return console.fail(written.problem());
    json[u"written"_s] = true;
    QJsonArray backups;
    for (const WrittenFile &file : *written) {
        console.say(file.backup.isEmpty() ? CommandLine::tr("Wrote %1.").arg(nativePath(file.path))
                                          : CommandLine::tr("Wrote %1. The backup is %2.")
                                                .arg(nativePath(file.path), nativePath(file.backup)));
        if (!file.backup.isEmpty())
            backups.append(file.backup);
        if (!file.backup.isEmpty() && file.heldSecret)
            console.say(
                file.excludedIn.isEmpty()
                    ? CommandLine::tr("Only its owner can read the backup. Keep it out of Git.")
                    : CommandLine::tr("Only its owner can read the backup, and %1 keeps it out of Git.")
                          .arg(nativePath(file.excludedIn)));
    }
    json[u"backups"_s] = backups;
    const auto withSecret = secretBackups(*written);
    json[u"backupsWithSecret"_s] = QJsonArray::fromStringList(withSecret ? withSecret->paths : QStringList());
    if (withSecret) {
        auto offering = offerToDelete(console, !options.yes, *withSecret, stop);
        co_await offering;
    }
    sayWhatRemains(console, *edit);
    co_return finish(exitcode::ready);
}

void addConfigurationOptions(CLI::App *command, TerraformOptions &options)
{
    command
        ->add_option(
            "--dir", options.directory,
            QT_TRANSLATE_NOOP("CommandLine", "folder of the configuration (default: the current folder)"))
        ->type_name("DIR");
    command
        ->add_option(
            "--alias", options.alias,
            QT_TRANSLATE_NOOP("CommandLine", "alias of the provider block (default: the block in use)"))
        ->type_name("ALIAS");
}

// What the configuration is read with.
void addReadingOptions(CLI::App *command, TerraformOptions &options)
{
    command
        ->add_option(
            "--provider-version", options.providerVersion,
            QT_TRANSLATE_NOOP("CommandLine",
                              "evaluate this provider version (default: the locked version, else the "
                              "newest one allowed)"))
        ->type_name("VERSION");
    command
        ->add_option("--env-file", options.environmentFile,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "read environment variables from this file instead of the process"))
        ->type_name("FILE");
    command
        ->add_option("--var-file", options.variableFiles,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "file with variable values, as for terraform plan; can be repeated"))
        ->type_name("FILE");
}

void addMethod(CLI::App *command, TerraformOptions &options, const char *help)
{
    command->add_option("--method", options.method, help)
        ->check(oneOf({"managed-identity", "oidc", "azure-cli"}))
        ->type_name("METHOD");
}

constexpr auto methodHelp = QT_TRANSLATE_NOOP(
    "CommandLine",
    "credential that Terraform should use: managed-identity, or oidc or azure-cli with a service "
    "connection (default: managed-identity)");
constexpr auto intendedMethodHelp = QT_TRANSLATE_NOOP(
    "CommandLine",
    "credential that Terraform should use: managed-identity, oidc, or azure-cli (default: the "
    "one of the service connection on a hosted agent that uses one, else managed-identity)");

void addFromEnvironment(CLI::App *command, TerraformOptions &options)
{
    command->add_flag("--from-environment", options.fromEnvironment,
                      QT_TRANSLATE_NOOP("CommandLine",
                                        "use an empty provider block with a version pin, for use with signet "
                                        "terraform env"));
}

void declareTerraformBlock(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<TerraformOptions>();
    addSubjectOptions(command, options->subject);
    addMethod(command, *options, methodHelp);
    addFromEnvironment(command, *options);
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runTerraformBlock);
}

void declareTerraformEnv(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<TerraformOptions>();
    addSubjectOptions(command, options->subject);
    command
        ->add_option(
            "--shell", options->shell,
            QT_TRANSLATE_NOOP("CommandLine",
                              "shell or pipeline to print them for (default: bash; on Windows powershell)"))
        ->check(suggests({"bash", "fish", "powershell", "cmd", "dotenv", "azure-pipelines", "github-actions",
                          "gitlab-ci", "systemd", "docker", "terragrunt", "pulumi"}))
        ->type_name("SHELL");
    addMethod(command, *options, methodHelp);
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runTerraformEnv);
}

void declareTerraformPipeline(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<TerraformOptions>();
    addSubjectOptions(command, options->subject);
    command
        ->add_option("--connection", options->connection,
                     QT_TRANSLATE_NOOP("CommandLine", "name of the service connection"))
        ->type_name("NAME")
        ->required();
    command
        ->add_option("--connection-type", options->connectionType,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "type of the service connection (default: azure-resource-manager)"))
        ->check(oneOf({"azure-resource-manager", "azure-devops"}))
        ->type_name("TYPE");
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runTerraformPipeline);
}

void declareTerraformExplain(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<TerraformOptions>();
    addConfigurationOptions(command, *options);
    addReadingOptions(command, *options);
    addSubjectOptions(command, options->subject);
    addMethod(command, *options, intendedMethodHelp);
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runTerraformExplain);
}

void declareTerraformWrite(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<TerraformOptions>();
    addConfigurationOptions(command, *options);
    addSubjectOptions(command, options->subject);
    command
        ->add_option("--file", options->file,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "file for a new provider block, if there is none yet (default: "
                                       "providers.tf)"))
        ->type_name("FILE");
    addMethod(command, *options, intendedMethodHelp);
    addFromEnvironment(command, *options);
    addReadingOptions(command, *options);
    command->add_flag("--dry-run", options->dryRun,
                      QT_TRANSLATE_NOOP("CommandLine", "show the change without writing it"));
    command->add_flag("--yes", options->yes, QT_TRANSLATE_NOOP("CommandLine", "do not ask for confirmation"));
    addCommonOptions(command, options->common);
    setRun(command, invocation, options, runTerraformWrite);
}

} // namespace

extern const Command terraformGroup{
    .path = "terraform",
    .about = QT_TRANSLATE_NOOP("CommandLine",
                               "Explains and writes what Terraform needs to use the managed identity"),
};

extern const Command terraformBlockCommand{
    .path = "terraform block",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Prints the provider block"),
    .examples = "signet terraform block --org contoso",
    .declare = declareTerraformBlock,
};

extern const Command terraformEnvCommand{
    .path = "terraform env",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Prints the settings as environment variables"),
    .examples = "signet terraform env --org contoso --shell github-actions",
    .declare = declareTerraformEnv,
};

extern const Command terraformPipelineCommand{
    .path = "terraform pipeline",
    .about = QT_TRANSLATE_NOOP("CommandLine",
                               "Prints a job for Microsoft-hosted agents, with a service connection"),
    .examples = "signet terraform pipeline --org contoso --connection terraform",
    .notes =
        QT_TRANSLATE_NOOP("CommandLine",
                          "Agents hosted by Microsoft cannot have a managed identity. A service connection "
                          "with workload identity federation gives their jobs an identity without a "
                          "secret. The provider block that goes with the job is shown on standard error."),
    .declare = declareTerraformPipeline,
};

extern const Command terraformExplainCommand{
    .path = "terraform explain",
    .about =
        QT_TRANSLATE_NOOP("CommandLine",
                          "Shows which identity Terraform would use with a configuration, why, and how to "
                          "make it the managed identity"),
    .examples = "signet terraform explain --dir infra",
    .declare = declareTerraformExplain,
};

extern const Command terraformWriteCommand{
    .path = "terraform write",
    .about = QT_TRANSLATE_NOOP(
        "CommandLine", "Edits a configuration so that it uses the managed identity and no other credential"),
    .examples = "signet terraform write --dir infra --org contoso",
    .notes =
        QT_TRANSLATE_NOOP("CommandLine",
                          "Shows the change and asks before writing. A backup of each changed file is kept "
                          "next to it."),
    .declare = declareTerraformWrite,
};

} // namespace signet
