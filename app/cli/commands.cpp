#include "app/cli/commands.h"

#include "app/cli/helptext.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

// Each is defined in its own file.
extern const Command completeCommand;
extern const Command diagnoseCommand;
extern const Command explainCommand;
extern const Command identityCommand;
extern const Command loginCommand;
extern const Command logoutCommand;
extern const Command principalAttachCommand;
extern const Command principalFindCommand;
extern const Command principalGroup;
extern const Command profileCommand;
extern const Command reportDiffCommand;
extern const Command reportGroup;
extern const Command reportJudgeCommand;
extern const Command reportShowCommand;
extern const Command sandboxGroup;
extern const Command sandboxListCommand;
extern const Command sandboxServeCommand;
extern const Command setupAnswerCommand;
extern const Command setupApplyCommand;
extern const Command setupGroup;
extern const Command setupPlanCommand;
extern const Command setupRequestCommand;
extern const Command setupUndoCommand;
extern const Command setupVerifyCommand;
extern const Command terraformBlockCommand;
extern const Command terraformEnvCommand;
extern const Command terraformExplainCommand;
extern const Command terraformGroup;
extern const Command terraformNeedsCommand;
extern const Command terraformPipelineCommand;
extern const Command terraformWriteCommand;
extern const Command tokenCommand;

std::vector<Command> commands()
{
    return {
        diagnoseCommand,
        identityCommand,
        tokenCommand,
        terraformGroup,
        terraformExplainCommand,
        terraformNeedsCommand,
        terraformWriteCommand,
        terraformBlockCommand,
        terraformEnvCommand,
        terraformPipelineCommand,
        setupGroup,
        setupRequestCommand,
        setupPlanCommand,
        setupApplyCommand,
        setupVerifyCommand,
        setupUndoCommand,
        setupAnswerCommand,
        principalGroup,
        principalFindCommand,
        principalAttachCommand,
        loginCommand,
        logoutCommand,
        profileCommand,
        explainCommand,
        reportGroup,
        reportShowCommand,
        reportJudgeCommand,
        reportDiffCommand,
        sandboxGroup,
        sandboxListCommand,
        sandboxServeCommand,
        completeCommand,
    };
}

namespace {

std::string translated(const std::string &text)
{
    return text.empty() ? text : CommandLine::tr(text.c_str()).toStdString();
}

// The descriptions of options are declared in English.
void translateOptions(CLI::App *app)
{
    const auto options = app->get_options([](const CLI::Option *) { return true; });
    for (CLI::Option *option : options)
        option->description(translated(option->get_description()));
    const auto subcommands = app->get_subcommands([](const CLI::App *) { return true; });
    for (CLI::App *subcommand : subcommands)
        translateOptions(subcommand);
}

QString footerOf(const Command &command)
{
    QString footer;
    if (*command.notes)
        footer += u'\n' + CommandLine::tr(command.notes) + u'\n';
    if (*command.examples) {
        const QStringList lines = QString::fromUtf8(command.examples).split(u'\n');
        footer += u'\n' + (lines.size() == 1 ? CommandLine::tr("Example:") : CommandLine::tr("Examples:"));
        for (const QString &line : lines)
            footer += u"\n  "_s + line;
    }
    return footer;
}

QString firstWordOf(const Command &command)
{
    return QString::fromUtf8(command.path).section(u' ', 0, 0);
}

// The first word of the command that the arguments name; empty where they name none.
QString namedCommand(const std::vector<Command> &all, const std::vector<std::string> &arguments)
{
    for (const std::string &argument : arguments) {
        if (argument.starts_with('-'))
            continue;
        const QString word = text(argument);
        const bool isCommand =
            std::ranges::any_of(all, [&word](const Command &one) { return firstWordOf(one) == word; });
        return isCommand ? word : QString();
    }
    return {};
}

} // namespace

std::unique_ptr<CLI::App> commandTree(Invocation *invocation, int width,
                                      const std::vector<std::string> &arguments)
{
    auto program = std::make_unique<CLI::App>(
        CommandLine::tr(
            "Signet gives Terraform a managed identity for Azure DevOps, and proves that it works.")
            .toStdString(),
        "signet");
    // On Windows, /x would be an option otherwise, and ids of resources begin with a slash. Commands inherit
    // it.
    program->allow_windows_style_options(false);
    program->formatter(std::make_shared<HelpText>(width));
    program->set_version_flag("--version", "signet " SIGNET_VERSION,
                              QT_TRANSLATE_NOOP("CommandLine", "print the version and exit"));
    program->get_help_ptr()->description(QT_TRANSLATE_NOOP("CommandLine", "print this help and exit"));
    program->require_subcommand(1);

    const std::vector<Command> all = commands();
    const QString named = namedCommand(all, arguments);
    for (const Command &command : all) {
        CLI::App *group = program.get();
        QStringList words = QString::fromUtf8(command.path).split(u' ');
        const QString name = words.takeLast();
        for (const QString &word : std::as_const(words))
            group = group->get_subcommand(word.toStdString());
        CLI::App *app = group->add_subcommand(name.toStdString(), translated(command.about));
        app->group(command.hidden ? "" : "Commands");
        if (!command.declare)
            app->require_subcommand(1);
        else if (named.isEmpty() || named == firstWordOf(command))
            command.declare(app, invocation);
        app->footer(footerOf(command).toStdString());
    }
    translateOptions(program.get());

    // Last, because a command copies the footer of its group when it is added.
    const QStringList paragraphs{
        CommandLine::tr("Try it without Azure:")
            + u"\n  signet diagnose --sandbox healthy\n  signet diagnose --sandbox not-in-org"_s,
        CommandLine::tr("Run signet COMMAND --help for the options of a command."),
        CommandLine::tr(
            "Organization and identity come from, in this order: command-line options, the current "
            "profile (signet profile), the provider's environment variables "
            "(AZDO_ORG_SERVICE_URL, ARM_CLIENT_ID)."),
        CommandLine::tr(
            "Exit codes: 0 ready or done, 1 incorrect usage or internal failure, 2 not ready or "
            "unclear, 3 warnings only (with --strict), 4 sign-in needed, 5 a service could not be "
            "reached, 130 stopped."),
    };
    program->footer('\n' + paragraphs.join("\n\n"_L1).toStdString());
    return program;
}

} // namespace signet
