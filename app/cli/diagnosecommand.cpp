#include "app/cli/commands.h"
#include "app/cli/origins.h"

#include "core/report/reportdocument.h"
#include "core/report/reportformat.h"
#include "core/session/diagnosissession.h"
#include "core/terraform/configuration.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr qint64 errorTextLimit = 1024 * 1024; // bytes

// What is being waited for, for a terminal that shows one line at a time.
QString waitingFor(const Report &report)
{
    for (const CheckResult &check : report.checks) {
        if (check.phase == Phase::Asking && check.limitMs > 0)
            return u"asking: %1 (at most %2)"_s.arg(check.title, durationText(check.limitMs));
    }
    return u"checking"_s;
}

int exitCodeOf(const Report &report, bool strict)
{
    if (report.stopped)
        return exitcode::stopped;
    if (report.verdict != Verdict::Ready)
        return exitcode::notReady;
    return strict && report.onlyWarnings() ? exitcode::onlyWarnings : exitcode::ready;
}

bool usesAzureDevOps(const Host &disk, const QString &directory)
{
    const auto configuration = readConfiguration(disk, directory);
    return configuration && configuration->usesAzureDevOps();
}

std::optional<CredentialMethod> credentialNamed(const QString &name)
{
    for (const CredentialMethod method :
         {CredentialMethod::Pat, CredentialMethod::Oidc, CredentialMethod::ClientSecret,
          CredentialMethod::ClientCertificate, CredentialMethod::AzureCli}) {
        if (toString(method) == name)
            return method;
    }
    return std::nullopt;
}

} // namespace

QCoro::Task<int> runDiagnose(DiagnoseOptions options, std::stop_token stop)
{
    auto console = std::make_shared<Console>(options.common);
    Wishes wishes = wishesFrom(options.common, options.subject);
    wishes.terraform = text(options.terraform);
    wishes.wrongVariable = Wishes::WrongVariable::Judge;
    if (!options.errorFile.empty()) {
        const Host &disk = console->disk();
        const auto text = options.errorFile == "-"
            ? disk.readStandardInput(errorTextLimit)
            : disk.readFile(signet::text(options.errorFile), errorTextLimit);
        if (!text)
            co_return console->fail(text.problem());
        wishes.errorText = QString::fromUtf8(*text);
    }
    auto composing = compose(std::move(wishes), stop);
    auto composed = co_await composing;
    if (!composed) {
        // Who does not answer is what a diagnosis tells; a simulated Azure that is not there is no Azure.
        const int code = console->fail(composed.problem());
        co_return code == exitcode::notReachable ? exitcode::failure : code;
    }
    Composition &composition = *composed;
    Question &question = composition.question;
    question.expectedCredential = credentialNamed(text(options.expectTerraform));
    if (!question.terraformFolder && composition.scenario.isEmpty()
        && usesAzureDevOps(console->disk(), u"."_s))
        question.terraformFolder = Given<QString>{u"."_s, Origin::currentFolder()};

    if (!composition.scenario.isEmpty())
        console->say(
            u"Simulated Azure, scenario %1: %2"_s.arg(composition.scenario, composition.scenarioTitle));
    console->say(question.namesOrganization()
                     ? u"Diagnosing this machine for %1."_s.arg(question.organizationText())
                     : u"Diagnosing this machine. No organization was named (--org)."_s);

    sayOrigins(*console, composition, Inputs::Both);
    if (const auto &folder = question.terraformFolder)
        console->say(folder->origin.kind == Origin::Kind::CurrentFolder
                         ? u"Terraform: the configuration in this folder, because it uses the provider."_s
                         : u"Terraform: the configuration in %1."_s.arg(folder->value));

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
            console->say(u"%1 At most %2."_s.arg(describe(report).sentence, durationText(check.limitMs)));
        }
    };
    auto diagnosing = diagnoseIn(composition.surroundings, question, stop, progress);
    const Report report = co_await diagnosing;

    const int code = exitCodeOf(report, options.strict);
    const ReportFormat *format = findReportFormat(text(options.common.output));
    co_return console->finish(format->write(report, console->style()), code);
}

} // namespace signet
