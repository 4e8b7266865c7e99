#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/parseproblem.h"
#include "app/cli/rightsrun.h"
#include "app/composition.h"

#include "core/report/needsdocument.h"
#include "core/rights/needsquestion.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct NeedsOptions {
    CommonOptions common;
    SubjectOptions subject;
    SignInOptions signIn;
    bool check = false;
    std::string grant; // plan file
    bool probable = false;
    std::string directory = ".";
    std::string plan;
    std::string purpose = "apply";
    std::optional<std::string> alias;
    std::vector<std::string> variableFiles;
};

NeedsQuestion questionFrom(const NeedsOptions &options)
{
    NeedsQuestion question;
    question.directory = text(options.directory);
    if (!options.plan.empty())
        question.plan = text(options.plan);
    question.purpose = purposeNamed(text(options.purpose)).value_or(Purpose::Apply);
    if (options.alias)
        question.alias = text(*options.alias);
    for (const std::string &file : options.variableFiles)
        question.reading.variableFiles.append(text(file));
    return question;
}

QCoro::Task<int> runTerraformNeeds(NeedsOptions options, std::stop_token stop)
{
    const Console console(options.common);
    const std::string &format = options.common.output;
    // Of what was checked; a list of needs has nothing that fails.
    if (!options.check && (format == "junit" || format == "sarif"))
        co_return console.fail(Problem(finding::argumentMissing,
                                       {{u"what"_s, u"--output "_s + text(format)},
                                        {u"variable"_s, u"--check"_s},
                                        {u"reason"_s, u"--check"_s},
                                        {u"command"_s, u"terraform needs"_s}}));
    auto composing = compose(commandLineInputFrom(options.common, options.subject), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console.fail(composed.problem());
    NeedsQuestion question = questionFrom(options);
    const ConfigurationAt at = configurationAt(*composed, question.directory);
    question.directory = at.directory;
    auto reading = readNeededRightsAside(composed->sessionContext.host, at.disk, question, stop);
    auto needed = co_await reading;
    if (!needed)
        co_return console.fail(needed.problem());
    if (options.check || !options.grant.empty()) {
        RightsRun run{options.common,
                      options.subject,
                      options.signIn,
                      text(options.grant),
                      options.probable ? GrantFor::ProbableNeeds : GrantFor::CertainNeeds,
                      std::move(*composed),
                      std::move(*needed),
                      question.plan.value_or(question.directory),
                      question.plan.has_value(),
                      text(options.directory)};
        if (options.check) {
            auto checking = runRightsCheck(std::move(run), stop);
            co_return co_await checking;
        }
        auto granting = runRightsGrant(std::move(run), stop);
        co_return co_await granting;
    }
    if (console.wantsJson())
        co_return console.finish(needsToJson(*needed), exitcode::ready);
    const NeedsDocument document = describe(*needed);
    const QString result = format == "markdown" ? needsToMarkdown(document)
        : format == "html"                      ? needsToHtml(document)
                                                : needsToText(document, console.style());
    co_return console.finish(result.toUtf8(), exitcode::ready);
}

void declareTerraformNeeds(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<NeedsOptions>();
    command
        ->add_option(
            "--dir", options->directory,
            QT_TRANSLATE_NOOP("CommandLine", "folder of the configuration (default: the current folder)"))
        ->type_name("DIR");
    command
        ->add_option("--plan", options->plan,
                     QT_TRANSLATE_NOOP(
                         "CommandLine",
                         "plan in JSON, from terraform show -json; list only the rights for its changes"))
        ->check(notEmpty())
        ->type_name("FILE");
    command
        ->add_option("--for", options->purpose,
                     QT_TRANSLATE_NOOP("CommandLine", "what to list the rights for (default: apply)"))
        ->check(oneOf({"plan", "apply", "destroy"}))
        ->type_name("STEP");
    command
        ->add_option("--alias", options->alias,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "only resources of the provider block with this alias; \"\" for the "
                                       "default block"))
        ->type_name("ALIAS");
    command
        ->add_option("--var-file", options->variableFiles,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "file with variable values, as for terraform plan; can be repeated"))
        ->type_name("FILE");
    const auto check = command->add_flag(
        "--check", options->check,
        QT_TRANSLATE_NOOP("CommandLine",
                          "check whether the identity has these rights, with its own token; with "
                          "--object-id, compute this from an administrator's sign-in"));
    const auto grant = command->add_option(
        "--grant", options->grant,
        QT_TRANSLATE_NOOP("CommandLine", "write a plan file that grants what is missing, and nothing else"));
    grant->check(notEmpty())->excludes(check)->type_name("PLANFILE");
    command
        ->add_flag(
            "--probable", options->probable,
            QT_TRANSLATE_NOOP("CommandLine", "with --grant, also grant rights that are only probably needed"))
        ->needs(grant);
    addSubjectOptions(command, options->subject);
    addSignInOptions(command, options->signIn);
    addCommonOptions(command, options->common, Writes::Checked);
    setRun(command, invocation, options, runTerraformNeeds);
}

} // namespace

extern const Command terraformNeedsCommand{
    .path = "terraform needs",
    .about = QT_TRANSLATE_NOOP("CommandLine", "Lists the rights in Azure DevOps that a configuration needs"),
    .examples =
        "signet terraform needs --dir infra\n"
        "signet terraform needs --dir infra --for plan --output markdown\n"
        "signet terraform needs --dir infra --check --org https://dev.azure.com/contoso\n"
        "signet terraform needs --dir infra --grant rights.json --org https://dev.azure.com/contoso \\\n"
        "    --object-id a4d8c7b6-5e4f-4d3c-8b2a-190807f6e5d4",
    .notes =
        QT_TRANSLATE_NOOP("CommandLine",
                          "Without --check or --grant, Signet sends nothing: it derives the rights from the "
                          "resources and from what is known about the provider. From a plan, it reads only "
                          "the arguments that determine rights, and never shows their values."),
    .declare = declareTerraformNeeds,
};

} // namespace signet
