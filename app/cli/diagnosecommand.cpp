#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/origins.h"
#include "app/cli/parseproblem.h"
#include "app/cli/readingtold.h"
#include "app/cli/reportoutput.h"

#include "core/report/reportdocument.h"
#include "core/session/diagnosissession.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct DiagnoseOptions {
    CommonOptions common;
    SubjectOptions subject;
    std::string terraform;
    std::string expectTerraform;
    std::string errorFile;
    std::string expectObjectId;
    ReportOutputOptions report;
};

constexpr qint64 errorTextLimit = 1024 * 1024; // bytes

// What is being waited for, for a terminal that shows one line at a time.
QString waitingFor(const Report &report)
{
    for (const CheckResult &check : report.checks) {
        if (check.phase == Phase::Asking && check.limitMs > 0)
            return CommandLine::tr("Checking: %1 (at most %2)").arg(check.title, durationText(check.limitMs));
    }
    return CommandLine::tr("Checking");
}

QCoro::Task<Result<QByteArray>> readErrorText(Host disk, QString file, std::stop_token stop)
{
    if (file != "-"_L1)
        co_return disk.readFile(file, errorTextLimit);
    auto reading = disk.readStandardInput(InputEnd::Closed, errorTextLimit, stop);
    co_return co_await reading;
}

QCoro::Task<int> runDiagnose(DiagnoseOptions options, std::stop_token stop)
{
    auto console = std::make_shared<Console>(options.common);
    const auto output = ReportOutput::prepare(*console, options.common, options.report);
    if (!output)
        co_return console->fail(output.problem());
    CommandLineInput input = commandLineInputFrom(options.common, options.subject);
    input.terraform = text(options.terraform);
    if (!options.expectObjectId.empty())
        input.objectId = text(options.expectObjectId);
    input.wrongVariable = CommandLineInput::WrongVariable::Judge;
    if (!options.errorFile.empty()) {
        if (options.errorFile == "-" && console->mayAsk())
            console->say(CommandLine::tr("Paste the error message, then press Ctrl+D."));
        auto reading = readErrorText(console->disk(), text(options.errorFile), stop);
        const auto message = co_await reading;
        if (!message)
            co_return console->fail(message.problem());
        input.errorText = QString::fromUtf8(*message);
    }
    auto composing = compose(std::move(input), stop);
    auto composed = co_await composing;
    if (!composed) {
        // Who does not answer is what a diagnosis tells; a simulated Azure that is not there is no Azure.
        const int code = console->fail(composed.problem());
        co_return code == exitcode::notReachable ? exitcode::failure : code;
    }
    Composition &composition = *composed;
    Question &question = composition.question;
    if (!options.expectTerraform.empty())
        question.expectedCredential = credentialMethodNamed(text(options.expectTerraform));
    if (!question.terraformFolder && composition.scenario.isEmpty()) {
        auto reading = readTold(*console, u"."_s, stop);
        const auto configuration = co_await reading;
        if (configuration && configuration->usesAzureDevOps())
            question.terraformFolder = Given<QString>{u"."_s, Origin::currentFolder()};
    }

    if (!composition.scenario.isEmpty())
        console->say(CommandLine::tr("Simulated Azure, scenario %1: %2")
                         .arg(composition.scenario, composition.scenarioTitle));
    console->say(question.namesOrganization()
                     ? CommandLine::tr("Diagnosing this machine for %1.").arg(question.organizationText())
                     : CommandLine::tr("Diagnosing this machine. No organization is set (--org)."));

    sayOrigins(*console, composition, Inputs::Both);
    if (const auto &folder = question.terraformFolder)
        console->say(folder->origin.kind == Origin::Kind::CurrentFolder
                         ? CommandLine::tr(
                               "Terraform: the configuration in this folder, because it uses the provider.")
                         : CommandLine::tr("Terraform: the configuration in %1.").arg(folder->value));

    auto told = std::make_shared<FindingId>();
    const auto progress = [console, told](const Report &report) {
        if (report.finished) {
            console->status({});
            return;
        }
        console->status(waitingFor(report));
        for (const CheckResult &check : report.checks) {
            if (!check.provisional || *told == check.provisional->findingId)
                continue;
            *told = check.provisional->findingId;
            console->status({});
            console->say(CommandLine::tr("%1 At most %2.")
                             .arg(describe(report).sentence, durationText(check.limitMs)));
        }
    };
    // Who wants every detail waits for the last one.
    const Decoration decoration = options.common.verbose ? Decoration::Follows : Decoration::LeftOut;
    auto diagnosing = diagnoseIn(composition.sessionContext, question, stop, progress, decoration);
    const Report report = co_await diagnosing;

    co_return output->write(*console, report);
}

void declareDiagnose(CLI::App *command, Invocation *invocation)
{
    const auto options = std::make_shared<DiagnoseOptions>();
    addSubjectOptions(command, options->subject);
    command
        ->add_option("--project", options->subject.projects,
                     QT_TRANSLATE_NOOP("CommandLine", "project that must be visible; can be repeated"))
        ->type_name("NAME")
        ->group("Organization");
    command
        ->add_option(
            "--terraform", options->terraform,
            QT_TRANSLATE_NOOP("CommandLine",
                              "folder of a Terraform configuration (default: the current folder, if it "
                              "uses the provider)"))
        ->type_name("DIR")
        ->group("Terraform");
    command
        ->add_option("--expect-terraform", options->expectTerraform,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "credential that Terraform should use (default: managed-identity)"))
        ->check(
            oneOf({"pat", "oidc", "client-secret", "client-certificate", "managed-identity", "azure-cli"}))
        ->type_name("METHOD")
        ->group("Terraform");
    command
        ->add_option(
            "--expect-object-id", options->expectObjectId,
            QT_TRANSLATE_NOOP("CommandLine",
                              "object id of the only identity that Terraform should run as, whichever "
                              "credential it uses"))
        ->type_name("GUID")
        ->excludes("--object-id")
        ->group("Terraform");
    command
        ->add_option(
            "--error", options->errorFile,
            QT_TRANSLATE_NOOP("CommandLine",
                              "file with an error message to include in the diagnosis; - for standard "
                              "input"))
        ->type_name("FILE")
        ->group("Evidence");
    addReportOutputOptions(command, options->report);
    addCommonOptions(command, options->common, Writes::Report);
    // Reporting what doesn't respond is what a diagnosis is for, so a timeout leaves the verdict unclear.
    setRun(command, invocation, options, runDiagnose, [](Invocation *started, const DiagnoseOptions *) {
        started->exitCodeOnTimeout = exitcode::notReady;
    });
}

} // namespace

extern const Command diagnoseCommand{
    .path = "diagnose",
    .about = QT_TRANSLATE_NOOP(
        "CommandLine", "Checks whether Terraform would work here as the intended identity, and why not"),
    .examples = "signet diagnose --org https://dev.azure.com/contoso --project Fabrikam-Fiber\n"
                "signet diagnose --org contoso --output json --out report.json\n"
                "signet diagnose --org contoso --report html:report.html --report junit:report.xml",
    .declare = declareDiagnose,
};

} // namespace signet
