#include "app/cli/commands.h"
#include "app/cli/helptext.h"
#include "app/cli/parseproblem.h"
#include "app/cli/stopsignal.h"

#include "core/language/language.h"

#include <CLI/CLI.hpp>

#include <QCoreApplication>
#include <QTimer>

#include <functional>
#include <memory>

using namespace signet;

namespace {

using Command = std::function<QCoro::Task<int>(std::stop_token)>;

// What a run that its time limit ended comes to: unclear for a diagnosis, whose work it is to say so; not
// reachable for the others.
struct OnTimeout {
    int exitCode = exitcode::notReachable;
};

void addDirectoryOptions(CLI::App *command, TerraformOptions &options)
{
    command->add_option("--dir", options.directory, "directory of the configuration (default: this one)")
        ->type_name("DIR");
    command
        ->add_option("--alias", options.alias, "the provider block of this alias (default: the one without)")
        ->type_name("ALIAS");
}

// Runs the event loop until the command's coroutine has its exit code.
int run(const CommonOptions &common, const Command &command, OnTimeout onTimeout, bool waitsForNetwork)
{
    std::stop_source source;
    // A command that only reads standard input or asks a question is ended by the signal itself: its event
    // loop does not run while it waits for the person.
    std::unique_ptr<StopSignal> signal;
    if (waitsForNetwork)
        signal = std::make_unique<StopSignal>(source, int(common.timeout * 1000));
    QTimer::singleShot(0, QCoreApplication::instance(), [&] {
        QCoro::connect(command(source.get_token()), QCoreApplication::instance(),
                       [](int code) { QCoreApplication::exit(code); });
    });
    const int code = QCoreApplication::exec();
    if (code != exitcode::stopped || !signal || !signal->timedOut())
        return code;
    // A time limit that ran out is no wish of the person.
    Console(common).say(QStringLiteral("The time limit of %1 s ran out.").arg(common.timeout));
    return onTimeout.exitCode;
}

} // namespace

int main(int argc, char **argv)
{
    // Before the first text: help is translated, too.
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("signet"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SIGNET_VERSION));
    installLanguage(Host::real());

    CLI::App cli("Signet gives Terraform a managed identity for Azure DevOps, and proves that it works.",
                 "signet");
    cli.set_version_flag("--version", "signet " SIGNET_VERSION, "the version");
    cli.require_subcommand(1);
    CommonOptions common;
    cli.formatter(std::make_shared<HelpText>(Console(common).style().width));
    cli.get_help_ptr()->description("this help");
    Command chosen;
    OnTimeout onTimeout;
    bool waitsForNetwork = false;

    DiagnoseOptions diagnose;
    CLI::App *diagnoseCommand = cli.add_subcommand(
        "diagnose",
        "Checks whether Terraform would work here as the intended identity, and names the cause if not");
    addSubjectOptions(diagnoseCommand, diagnose.subject);
    diagnoseCommand
        ->add_option("--project", diagnose.subject.projects,
                     "project that must be visible; may be given again")
        ->type_name("NAME")
        ->group("Organization");
    diagnoseCommand
        ->add_option("--terraform", diagnose.terraform,
                     "directory of a Terraform configuration (default: this one, if it uses the provider)")
        ->type_name("DIR")
        ->group("Terraform");
    diagnoseCommand
        ->add_option("--expect-terraform", diagnose.expectTerraform,
                     "credential that Terraform is meant to use (default: managed-identity)")
        ->check(
            oneOf({"pat", "oidc", "client-secret", "client-certificate", "managed-identity", "azure-cli"}))
        ->type_name("METHOD")
        ->group("Terraform");
    diagnoseCommand
        ->add_option(
            "--error", diagnose.errorFile,
            "file with an error message that was seen, judged beside what is found; - for standard input")
        ->type_name("FILE")
        ->group("Evidence");
    diagnoseCommand->add_flag("--strict", diagnose.strict, "exit with 3 where there are warnings")
        ->group("Output");
    addCommonOptions(diagnoseCommand, diagnose.common);
    diagnoseCommand->footer("\nExample:\n  signet diagnose --org https://dev.azure.com/contoso");
    diagnoseCommand->callback([&] {
        common = diagnose.common;
        onTimeout.exitCode = exitcode::notReady;
        waitsForNetwork = true;
        chosen = [&diagnose](std::stop_token stop) { return runDiagnose(diagnose, std::move(stop)); };
    });

    TokenOptions token;
    CLI::App *tokenCommand = cli.add_subcommand(
        "token", "Gets a token from the identity endpoint, or reads one, and explains every claim");
    addSelectorOptions(tokenCommand, token.subject);
    tokenCommand->add_option("--resource", token.resource, "what the token is for (default: Azure DevOps)")
        ->type_name("RESOURCE")
        ->group("Identity");
    tokenCommand->add_flag("--stdin", token.fromStandardInput, "explain a token from standard input instead");
    tokenCommand->add_flag("--reveal", token.reveal, "print the token itself; on a terminal only");
    addCommonOptions(tokenCommand, token.common);
    tokenCommand->callback([&] {
        common = token.common;
        waitsForNetwork = !token.fromStandardInput;
        chosen = [&token](std::stop_token stop) { return runToken(token, std::move(stop)); };
    });

    IdentityOptions identity;
    CLI::App *identityCommand = cli.add_subcommand(
        "identity", "Says where this program runs, which identity endpoint answers, and as whom");
    addSelectorOptions(identityCommand, identity.subject);
    addCommonOptions(identityCommand, identity.common);
    identityCommand->callback([&] {
        common = identity.common;
        waitsForNetwork = true;
        chosen = [&identity](std::stop_token stop) { return runIdentity(identity, std::move(stop)); };
    });

    TerraformOptions terraform;
    CLI::App *terraformCommand = cli.add_subcommand(
        "terraform", "Explains and writes what Terraform needs to use the managed identity");
    terraformCommand->require_subcommand(1);

    CLI::App *blockCommand = terraformCommand->add_subcommand("block", "Prints the provider block");
    addSubjectOptions(blockCommand, terraform.subject);
    blockCommand->add_flag("--from-environment", terraform.fromEnvironment,
                           "the empty block with version pin that goes with signet terraform env");
    addCommonOptions(blockCommand, terraform.common);
    blockCommand->callback([&] {
        common = terraform.common;
        waitsForNetwork = true;
        chosen = [&terraform](std::stop_token stop) { return runTerraformBlock(terraform, std::move(stop)); };
    });

    CLI::App *envCommand = terraformCommand->add_subcommand("env", "Prints the environment variables");
    addSubjectOptions(envCommand, terraform.subject);
    envCommand
        ->add_option(
            "--shell", terraform.shell,
            "bash, fish, powershell, cmd, dotenv, azure-pipelines, github-actions, gitlab-ci, systemd, "
            "docker, terragrunt or pulumi (default: bash)")
        ->type_name("SHELL");
    addCommonOptions(envCommand, terraform.common);
    envCommand->callback([&] {
        common = terraform.common;
        waitsForNetwork = true;
        chosen = [&terraform](std::stop_token stop) { return runTerraformEnv(terraform, std::move(stop)); };
    });

    CLI::App *terraformExplainCommand = terraformCommand->add_subcommand(
        "explain", "Says whom Terraform would be with a configuration, why, and what makes it the identity");
    addDirectoryOptions(terraformExplainCommand, terraform);
    terraformExplainCommand
        ->add_option("--provider-version", terraform.providerVersion,
                     "judge this version of the provider (default: the one that is locked or admitted)")
        ->type_name("VERSION");
    terraformExplainCommand
        ->add_option("--env-file", terraform.environmentFile,
                     "take the environment from this file instead of this process")
        ->type_name("FILE");
    terraformExplainCommand
        ->add_option("--var-file", terraform.variableFiles, "values of variables, as for terraform plan")
        ->type_name("FILE");
    addSubjectOptions(terraformExplainCommand, terraform.subject);
    addCommonOptions(terraformExplainCommand, terraform.common);
    terraformExplainCommand->footer("\nExample:\n  signet terraform explain --dir infra");
    terraformExplainCommand->callback([&] {
        common = terraform.common;
        waitsForNetwork = true;
        chosen = [&terraform](std::stop_token stop) {
            return runTerraformExplain(terraform, std::move(stop));
        };
    });

    CLI::App *writeCommand = terraformCommand->add_subcommand(
        "write", "Edits a configuration so that it uses the managed identity, and nobody else");
    addDirectoryOptions(writeCommand, terraform);
    addSubjectOptions(writeCommand, terraform.subject);
    writeCommand
        ->add_option("--file", terraform.file,
                     "file for a provider block that is not there yet (default: providers.tf)")
        ->type_name("FILE");
    writeCommand->add_flag("--from-environment", terraform.fromEnvironment,
                           "the empty block with version pin that goes with signet terraform env");
    writeCommand->add_flag("--dry-run", terraform.dryRun, "show the change and write nothing");
    writeCommand->add_flag("--yes", terraform.yes, "do not ask");
    addCommonOptions(writeCommand, terraform.common);
    writeCommand->footer(
        "\nThe change is shown and asked for before it is made. Of each file that changes, the old "
        "one stays beside it.");
    writeCommand->callback([&] {
        common = terraform.common;
        waitsForNetwork = true;
        chosen = [&terraform](std::stop_token stop) { return runTerraformWrite(terraform, std::move(stop)); };
    });

    ExplainOptions explain;
    CLI::App *explainCommand =
        cli.add_subcommand("explain", "Explains a finding in full, or an error text that you paste");
    auto *findingOption =
        explainCommand->add_option("finding", explain.finding, "id of a finding, as a report names it")
            ->type_name("FINDING");
    auto *pasteFlag =
        explainCommand->add_flag("--paste", explain.paste, "read an error text from standard input")
            ->excludes(findingOption);
    addCommonOptions(explainCommand, explain.common);
    explainCommand->footer("\nExample:\n  terraform plan 2>&1 | signet explain --paste");
    explainCommand->callback([&] {
        if (!*findingOption && !*pasteFlag)
            throw CLI::RequiredError("FINDING or --paste");
        common = explain.common;
        chosen = [&explain](std::stop_token) { return runExplain(explain); };
    });

    ReportOptions report;
    CLI::App *reportCommand = cli.add_subcommand("report", "Works with saved reports");
    reportCommand->require_subcommand(1);
    CLI::App *showCommand = reportCommand->add_subcommand("show", "Shows a report that was saved as JSON");
    showCommand->add_option("file", report.file, "the saved report")->type_name("FILE")->required();
    addCommonOptions(showCommand, report.common);
    showCommand->callback([&] {
        common = report.common;
        chosen = [&report](std::stop_token) { return runReportShow(report); };
    });

    LoginOptions login;
    CLI::App *loginCommand =
        cli.add_subcommand("login", "Signs in an administrator of the organization, and says who it is");
    loginCommand
        ->add_option("--with", login.signIn.method,
                     "azure-cli, device-code, browser, access-token (from standard input, or asked for) or "
                     "managed-identity (default: the way of the profile, then azure-cli)")
        ->check(oneOf({"azure-cli", "device-code", "browser", "access-token", "managed-identity"})
                    .description({}))
        ->type_name("WAY");
    loginCommand->add_option("--tenant", login.signIn.tenant, "tenant to sign in to: its id or domain")
        ->type_name("TENANT");
    loginCommand
        ->add_option("--client-id,--sign-in-client-id", login.signIn.clientId,
                     "client id of the app registration for device-code and browser; none is built in")
        ->type_name("GUID");
    auto *keepFlag = loginCommand->add_flag("--keep", login.keep, "keep it in the keychain of this system");
    loginCommand->add_flag("--session", login.session, "for this command only: nothing is remembered")
        ->excludes(keepFlag);
    loginCommand->add_flag("--show", login.show, "say who is signed in, and change nothing");
    loginCommand
        ->add_option("--org", login.subject.organization,
                     "organization that a personal access token is for (default: that of the profile, then "
                     "AZDO_ORG_SERVICE_URL)")
        ->type_name("URL");
    loginCommand->add_option("--profile", login.profile, "profile that remembers it (default: the current)")
        ->type_name("NAME");
    addCommonOptions(loginCommand, login.common);
    loginCommand->footer("\nA sign-in is kept in the keychain or nowhere, and only where you say so.\n"
                         "\nExample:\n  signet login --with azure-cli");
    loginCommand->callback([&] {
        common = login.common;
        waitsForNetwork = true;
        takeAccessToken(&login);
        chosen = [&login](std::stop_token stop) { return runLogin(login, std::move(stop)); };
    });

    CLI::App *logoutCommand = cli.add_subcommand("logout", "Forgets the sign-in of a profile");
    logoutCommand->add_option("--profile", login.profile, "profile (default: the current)")
        ->type_name("NAME");
    addCommonOptions(logoutCommand, login.common);
    logoutCommand->callback([&] {
        common = login.common;
        waitsForNetwork = true;
        chosen = [&login](std::stop_token stop) { return runLogout(login, std::move(stop)); };
    });

    ProfileOptions profile;
    CLI::App *profileCommand =
        cli.add_subcommand("profile", "Named sets of organization, identity and sign-in");
    profileCommand->require_subcommand(0, 1);
    const auto addProfileVerb = [&](const char *name, const char *about, ProfileOptions::Verb verb) {
        CLI::App *command = profileCommand->add_subcommand(name, about);
        addCommonOptions(command, profile.common);
        command->callback([&profile, verb] { profile.verb = verb; });
        return command;
    };
    addProfileVerb("list", "Lists the profiles", ProfileOptions::Verb::List);
    addProfileVerb("show", "Shows a profile", ProfileOptions::Verb::Show)
        ->add_option("name", profile.name, "its name (default: the current one)")
        ->type_name("NAME");
    CLI::App *saveCommand =
        addProfileVerb("save", "Makes a profile, or changes what is given of it", ProfileOptions::Verb::Save);
    saveCommand->add_option("name", profile.name, "its name")->type_name("NAME")->required();
    addSubjectOptions(saveCommand, profile.subject);
    addProfileVerb("use", "Makes a profile the current one", ProfileOptions::Verb::Use)
        ->add_option("name", profile.name, "its name")
        ->type_name("NAME")
        ->required();
    addProfileVerb("remove", "Removes a profile, and its sign-in", ProfileOptions::Verb::Remove)
        ->add_option("name", profile.name, "its name")
        ->type_name("NAME")
        ->required();
    addCommonOptions(profileCommand, profile.common);
    profileCommand->final_callback([&] {
        common = profile.common;
        waitsForNetwork = true;
        chosen = [&profile](std::stop_token stop) { return runProfile(profile, std::move(stop)); };
    });

    SetupOptions setup;
    CLI::App *setupCommand =
        cli.add_subcommand("setup", "Adds an identity to an organization: plan, apply, verify, undo");
    setupCommand->require_subcommand(1);
    CLI::App *planCommand = setupCommand->add_subcommand(
        "plan", "Shows what adding the identity would change, and writes it to a plan file (--out)");
    addSubjectOptions(planCommand, setup.subject);
    planCommand
        ->add_option("--principal", setup.principal,
                     "the identity by whatever is known: name, object id, client id, resource id "
                     "(default: this machine's)")
        ->excludes(planCommand->get_option("--object-id"))
        ->excludes(planCommand->get_option("--client-id"))
        ->excludes(planCommand->get_option("--resource-id"))
        ->type_name("TEXT")
        ->group("Identity");
    planCommand->add_option("--access-level", setup.accessLevel, "express (Basic), stakeholder, advanced")
        ->type_name("LEVEL")
        ->capture_default_str()
        ->group("Rights");
    planCommand->add_option("--group", setup.groups, "group of the organization; may be given again")
        ->type_name("NAME")
        ->group("Rights");
    planCommand
        ->add_option("--project", setup.projects,
                     "right in a project: reader, contributor, administrator, a group's name, or THING:ROLE "
                     "with service-connections, library, environments, agent-queues; may be given again")
        ->type_name("NAME=ROLE")
        ->group("Rights");
    planCommand->add_option("--as", setup.as, "print the plan as code instead")
        ->check(oneOf({"terraform", "az", "rest", "portal"}))
        ->type_name("FORM")
        ->group("Output");
    planCommand
        ->add_flag("--new-identity", setup.newIdentity,
                   "with --as terraform: the configuration makes the user-assigned identity, too")
        ->group("Output");
    addSignInOptions(planCommand, setup.signIn);
    addCommonOptions(planCommand, setup.common);
    planCommand->footer("\nExample:\n  signet setup plan --org https://dev.azure.com/contoso --principal "
                        "id-terraform \\\n    --project Fabrikam-Fiber=contributor --out plan.json");
    planCommand->callback([&] {
        common = setup.common;
        waitsForNetwork = true;
        chosen = [&setup](std::stop_token stop) { return runSetupPlan(setup, std::move(stop)); };
    });
    const auto addReceiptCommand = [&](const char *name, const char *description, const char *file,
                                       QCoro::Task<int> (*run)(SetupOptions, std::stop_token)) {
        CLI::App *command = setupCommand->add_subcommand(name, description);
        command->add_option("file", setup.file, file)->required()->type_name("FILE");
        command
            ->add_option("--org", setup.subject.organization,
                         "the organization that is meant; another one in the file is refused")
            ->type_name("URL");
        addSignInOptions(command, setup.signIn);
        addCommonOptions(command, setup.common);
        command->callback([&, run] {
            common = setup.common;
            waitsForNetwork = true;
            chosen = [&setup, run](std::stop_token stop) { return run(setup, std::move(stop)); };
        });
        return command;
    };
    addReceiptCommand("apply", "Carries out a plan step by step, or goes on with a receipt",
                      "plan or receipt", runSetupApply)
        ->add_flag("--yes", setup.yes, "do not ask");
    addReceiptCommand("verify", "Checks that what a receipt says is so", "receipt", runSetupVerify);
    addReceiptCommand("undo", "Takes back exactly what a receipt says was new", "receipt", runSetupUndo)
        ->add_flag("--yes", setup.yes, "do not ask");

    PrincipalOptions principal;
    CLI::App *principalCommand = cli.add_subcommand(
        "principal", "Finds identities in the directory and in Azure, and attaches them to machines");
    principalCommand->require_subcommand(1);
    CLI::App *findCommand = principalCommand->add_subcommand(
        "find", "Finds an identity by any of its ids, its name, or what it is attached to");
    findCommand
        ->add_option("text", principal.text,
                     "name or its beginning, object id, client id, or a resource id: of an identity, a "
                     "virtual machine, an app ...")
        ->type_name("TEXT")
        ->required();
    findCommand
        ->add_option("--kind", principal.kind,
                     "what the text is: name, object-id, client-id, resource-id (default: told by its form)")
        ->check(oneOf({"anything", "name", "object-id", "client-id", "resource-id"}).description({}))
        ->type_name("KIND");
    findCommand
        ->add_option("--subscription", principal.subscriptions,
                     "look in this subscription only; may be given again")
        ->type_name("GUID");
    findCommand
        ->add_option("--org", principal.subject.organization,
                     "organization whose tenant it has to be of (default: that of the profile, then "
                     "AZDO_ORG_SERVICE_URL)")
        ->type_name("URL");
    addSignInOptions(findCommand, principal.signIn);
    addCommonOptions(findCommand, principal.common);
    findCommand->footer("\nExample:\n  signet principal find id-terraform");
    findCommand->callback([&] {
        common = principal.common;
        waitsForNetwork = true;
        chosen = [&principal](std::stop_token stop) { return runPrincipalFind(principal, std::move(stop)); };
    });
    CLI::App *attachCommand = principalCommand->add_subcommand(
        "attach", "Attaches an identity to a machine, and keeps those that are there");
    attachCommand
        ->add_option("identity", principal.text,
                     "user-assigned identity by name or any of its ids, or system-assigned")
        ->type_name("IDENTITY")
        ->required();
    attachCommand->add_option("--to", principal.to, "resource id of the virtual machine or scale set")
        ->type_name("RESOURCE_ID")
        ->required();
    attachCommand->add_flag("--dry-run", principal.dryRun, "show the change and its command, change nothing");
    attachCommand->add_flag("--yes", principal.yes, "do not ask");
    addSignInOptions(attachCommand, principal.signIn);
    addCommonOptions(attachCommand, principal.common);
    attachCommand->callback([&] {
        common = principal.common;
        waitsForNetwork = true;
        chosen = [&principal](std::stop_token stop) {
            return runPrincipalAttach(principal, std::move(stop));
        };
    });

    SandboxOptions sandbox;
    CLI::App *sandboxCommand = cli.add_subcommand("sandbox", "A simulated Azure, to try things on");
    sandboxCommand->require_subcommand(1);
    CLI::App *listCommand = sandboxCommand->add_subcommand("list", "Lists the scenarios");
    addCommonOptions(listCommand, sandbox.common);
    listCommand->callback([&] {
        common = sandbox.common;
        chosen = [&sandbox](std::stop_token) { return runSandboxList(sandbox); };
    });
    CLI::App *serveCommand =
        sandboxCommand->add_subcommand("serve", "Runs the simulated Azure of a scenario until it is stopped");
    serveCommand->add_option("scenario", sandbox.scenario, "name of the scenario")
        ->type_name("SCENARIO")
        ->required();
    serveCommand
        ->add_option("--listen", sandbox.listen, "address for plain http (default: 127.0.0.1, any port)")
        ->type_name("ADDR:PORT");
    serveCommand->add_option("--tls-listen", sandbox.tlsListen, "address for https")->type_name("ADDR:PORT");
    serveCommand->add_option("--ca-out", sandbox.caOut, "write the certificate authority for https here")
        ->type_name("FILE");
    serveCommand->add_option("--latency", sandbox.latency, "wait before each answer, in milliseconds")
        ->check(numberWithin(0, 600000))
        ->type_name("MS");
    serveCommand->add_option("--log", sandbox.log, "append a line for each request")->type_name("FILE");
    addCommonOptions(serveCommand, sandbox.common);
    serveCommand->callback([&] {
        common = sandbox.common;
        waitsForNetwork = true;
        chosen = [&sandbox](std::stop_token stop) { return runSandboxServe(sandbox, std::move(stop)); };
    });

    // Last, because commands take over the footer that is there when they are added.
    cli.footer(
        "\nTry it without Azure:\n"
        "  signet diagnose --sandbox healthy\n"
        "  signet diagnose --sandbox not-in-org\n"
        "\nOrganization and identity are, in this order, those of the options, of the profile in use "
        "(signet profile), of the variables of the provider (AZDO_ORG_SERVICE_URL, ARM_CLIENT_ID).\n"
        "\nExit codes: 0 ready or done, 1 wrong use or a failure of signet, 2 not ready or unclear, "
        "3 only warnings (--strict), 4 sign-in needed, 5 something needed did not answer, 130 stopped.");

    try {
        cli.parse(argc, argv);
    } catch (const CLI::Success &wish) {
        // --help and --version
        return cli.exit(wish);
    } catch (const CLI::ParseError &error) {
        return Console(common).fail(
            parseProblem(cli, error, std::vector<std::string>(argv + std::min(argc, 1), argv + argc)));
    }
    return run(common, chosen, onTimeout, waitsForNetwork);
}
