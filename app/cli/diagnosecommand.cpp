#include "app/cli/commands.h"

#include "core/diagnosis/runner.h"
#include "core/report/jsonsink.h"
#include "core/report/reportdocument.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

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

} // namespace

QCoro::Task<int> runDiagnose(DiagnoseOptions options, std::stop_token stop)
{
    auto console = std::make_shared<Console>(options.common);
    auto composing = compose(wishesFrom(options.common, options.subject), stop);
    auto composed = co_await composing;
    if (!composed)
        co_return console->fail(composed.problem());
    const Composition &composition = *composed;

    if (!composition.scenario.isEmpty())
        console->say(
            u"Simulated Azure, scenario %1: %2"_s.arg(composition.scenario, composition.scenarioTitle));
    console->say(composition.question.organization.isEmpty()
                     ? u"Diagnosing this machine. No organization was named (--org)."_s
                     : u"Diagnosing this machine for %1."_s.arg(composition.question.organization));

    auto told = std::make_shared<QString>();
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
    const Http http(composition.surroundings.host, composition.surroundings.net);
    auto diagnosing = diagnose(http, composition.question, stop, progress);
    const Report report = co_await diagnosing;

    const int code = exitCodeOf(report, options.strict);
    if (console->wantsJson())
        co_return console->finish(reportToJson(report), code);
    co_return console->finish(reportToText(report, console->style()).toUtf8(), code);
}

} // namespace signet
