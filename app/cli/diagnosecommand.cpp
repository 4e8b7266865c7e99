#include "app/cli/command.h"
#include "app/cli/console.h"
#include "app/cli/origins.h"
#include "app/cli/parseproblem.h"
#include "app/cli/readingtold.h"
#include "app/cli/reportoutput.h"

#include "core/host/inputpieces.h"
#include "core/report/reportdocument.h"
#include "core/session/diagnosissession.h"
#include "core/session/watch.h"

#include <QDateTime>
#include <QJsonDocument>

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
    bool watch = false;
    double every = 30; // seconds
    std::string until;
    ReportOutputOptions report;
};

// Bytes of an error message: of a file, which is read as a whole, and of an input, which is not kept.
constexpr qint64 errorFileLimit = 256LL * 1024 * 1024;
constexpr qint64 errorInputLimit = 1024LL * 1024 * 1024;

// What is being waited for, for a terminal that shows one line at a time.
QString waitingFor(const Report &report)
{
    for (const CheckResult &check : report.checks) {
        if (check.phase == Phase::Asking && check.limitMs > 0)
            return CommandLine::tr("Checking: %1 (at most %2)").arg(check.title, durationText(check.limitMs));
    }
    return CommandLine::tr("Checking");
}

// Nothing for a message without a word.
QCoro::Task<Result<std::optional<ErrorTextSeen>>> readError(Host disk, QString file, std::stop_token stop)
{
    const auto reader = std::make_shared<ErrorTextReader>();
    if (file == "-"_L1) {
        TakePiece take = [reader](QByteArrayView piece) { reader->add(piece); };
        auto reading = readInputInPieces(disk, errorInputLimit, std::move(take), stop);
        const auto read = co_await reading;
        if (!read)
            co_return read.problem();
    } else {
        const auto read = disk.readFile(file, errorFileLimit);
        if (!read)
            co_return read.problem();
        reader->add(*read);
    }
    std::optional<ErrorTextSeen> seen;
    if (!reader->isBlank())
        seen = reader->finish();
    co_return Result<std::optional<ErrorTextSeen>>(seen);
}

// What a round of a watch prints: how it stands, then only what changed, a line each. With JSON, one object
// a line.
QStringList linesOf(const Console &console, qint64 number, const Report &report, const ReportDiff &diff)
{
    const auto time = QDateTime::fromSecsSinceEpoch(console.disk().now().time_since_epoch().count());
    if (number > 1 && diff.changes.isEmpty())
        return {};
    if (console.wantsJson()) {
        QJsonObject json = diffToJson(diff);
        json.insert(u"time"_s, time.toUTC().toString(Qt::ISODate));
        json.insert(u"round"_s, number);
        json.insert(u"verdict"_s, toString(report.verdict));
        return {QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact))};
    }
    const QString clock = time.toString(u"HH:mm:ss  "_s);
    if (number == 1)
        return {clock + describe(report).sentence};
    QStringList lines;
    for (const ReportChange &change : diff.changes)
        lines.append(clock + changeWords(change));
    return lines;
}

QCoro::Task<int> runWatch(std::shared_ptr<Console> console, std::shared_ptr<const ReportOutput> output,
                          Composition composition, WatchPace pace, std::stop_token stop)
{
    // What leaves the program is compared: the aliases of --anonymize, and not the names.
    auto before = std::make_shared<Report>();
    auto code = std::make_shared<int>(exitcode::ready);
    const auto taken = [=](const WatchRound &round) {
        console->status({});
        const Report report = output->shared(round.report);
        const ReportDiff diff = round.number > 1 ? compareReports(*before, report) : ReportDiff();
        *before = report;
        const QStringList lines = linesOf(*console, round.number, report, diff);
        for (const QString &line : lines) {
            if (!console->deliverLine(line))
                return false;
        }
        if (!lines.isEmpty())
            *code = output->writeFiles(*console, round.report);
        console->status(round.pause.count() > 0 ? CommandLine::tr("Checking again in %1.")
                                                      .arg(durationText(double(round.pause.count()) * 1000))
                                                : QString());
        return true;
    };
    auto watching = watch(composition.sessionContext, composition.question, pace, stop, taken, {});
    const Report last = co_await watching;
    console->status({});
    if (!last.stopped)
        co_return *code;
    // A stop of the first diagnosis leaves something to show.
    co_return before->checks.empty() ? output->write(*console, last) : exitcode::stopped;
}

QCoro::Task<int> runDiagnose(DiagnoseOptions options, std::stop_token stop)
{
    auto console = std::make_shared<Console>(options.common);
    const auto output = ReportOutput::prepare(*console, options.common, options.report);
    if (!output)
        co_return console->fail(output.problem());
    if (options.watch && options.common.output != "text" && options.common.output != "json")
        co_return console->fail(Problem(finding::optionsExclusive,
                                        {{u"variable"_s, u"--watch"_s},
                                         {u"value"_s, u"--output "_s + text(options.common.output)},
                                         {u"command"_s, u"diagnose"_s}}));
    CommandLineInput input = commandLineInputFrom(options.common, options.subject);
    input.terraform = text(options.terraform);
    if (!options.expectObjectId.empty())
        input.objectId = text(options.expectObjectId);
    input.wrongVariable = CommandLineInput::WrongVariable::Judge;
    if (!options.errorFile.empty()) {
        if (options.errorFile == "-" && console->mayAsk())
            console->say(CommandLine::tr("Paste the error message, then press Ctrl+D."));
        auto reading = readError(console->disk(), text(options.errorFile), stop);
        const auto error = co_await reading;
        if (!error)
            co_return console->fail(error.problem());
        input.errorText = *error;
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

    if (options.watch) {
        WatchPace pace;
        pace.every = std::chrono::seconds(qint64(options.every));
        pace.until = options.until == "ready" ? WatchUntil::Ready
            : options.until == "changed"      ? WatchUntil::Changed
                                              : WatchUntil::Stopped;
        console->say(CommandLine::tr("Watching. Only changes are printed. Ctrl+C ends it."));
        auto watching = runWatch(console, std::make_shared<const ReportOutput>(*output),
                                 std::move(composition), pace, stop);
        co_return co_await watching;
    }

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
    CLI::Option *watching =
        command
            ->add_flag("--watch", options->watch,
                       QT_TRANSLATE_NOOP("CommandLine",
                                         "check again and again and print only what changes, a line each"))
            ->group("Watch");
    command
        ->add_option("--every", options->every,
                     QT_TRANSLATE_NOOP("CommandLine",
                                       "seconds between two checks (default: 30); longer where a service "
                                       "asks for it"))
        ->check(numberWithin(5, 86400))
        ->type_name("SECONDS")
        ->needs(watching)
        ->group("Watch");
    command
        ->add_option("--until", options->until,
                     QT_TRANSLATE_NOOP("CommandLine", "end the watch when this is seen (default: never)"))
        ->check(oneOf({"ready", "changed"}))
        ->type_name("STATE")
        ->needs(watching)
        ->group("Watch");
    addReportOutputOptions(command, options->report);
    addCommonOptions(command, options->common, Writes::Report);
    watching->excludes("--out");
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
                "signet diagnose --org contoso --report html:report.html --report junit:report.xml\n"
                "signet diagnose --org contoso --watch --until ready",
    .declare = declareDiagnose,
};

} // namespace signet
