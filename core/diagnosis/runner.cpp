#include "core/diagnosis/runner.h"

#include "core/diagnosis/conclusions.h"
#include "core/diagnosis/judgeagain.h"
#include "core/identity/identityendpoint.h"
#include "core/net/addresses.h"
#include "core/result/reason.h"
#include "core/terraform/explainaside.h"

#include <QTimer>

#include <algorithm>
#include <deque>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// "No identity endpoint here" has to be reported after one second, while the check still waits. What yields
// to a check waits no longer, either.
constexpr auto patience = std::chrono::milliseconds(1'000);

enum class Asking { NotYet, UnderWay, Done, Never };

struct Run {
    std::vector<Check> checks; // that apply, each with the needs that apply
    Question question;
    std::function<std::chrono::sys_seconds()> now; // of the verdicts
    std::shared_ptr<RunContext> context; // null where what was seen before is judged again
    std::stop_token stop;
    ReportChanged changed;

    Report report;
    std::vector<Asking> asking;
    std::vector<Observation> observations;
    std::chrono::nanoseconds started{};
    bool isSilent = false; // some check had no answer for longer than one takes
    std::deque<QCoro::Task<>> underWay; // a deque: awaiting one must survive the adding of another

    std::size_t indexOf(CheckId id) const
    {
        for (std::size_t i = 0; i < checks.size(); ++i) {
            if (checks[i].id == id)
                return i;
        }
        qFatal("check list names an unknown check %s", qPrintable(id.toString()));
    }

    double sinceStart() const
    {
        const auto time = context->host.monotonic() - started;
        return double(std::chrono::duration_cast<std::chrono::microseconds>(time).count()) / 1000.0;
    }

    // Nothing is judged on a check that failed, or that could not be asked for a reason it names. What merely
    // could not be determined holds nothing up: a later answer may settle it.
    static bool letsOthersGoOn(const CheckResult &result)
    {
        switch (result.status) {
        case Status::Passed:
        case Status::Warning:
            return true;
        case Status::Unknown:
            return !result.problem;
        case Status::Failed:
        case Status::Skipped:
            return false;
        }
        Q_UNREACHABLE();
    }

    Facts factsFor(const Check &check, std::size_t own) const
    {
        std::vector<const Observation *> seen{&observations[own]};
        for (const CheckId need : check.needs)
            seen.push_back(&observations[indexOf(need)]);
        for (const CheckId other : check.considers)
            seen.push_back(&observations[indexOf(other)]);
        return Facts(question, now(), std::move(seen));
    }

    QList<Exchange> underWayFor(const Check &check) const
    {
        QList<Exchange> found;
        std::optional<Exchange> last;
        const QList<Exchange> all = context->http.exchanges();
        for (const Exchange &exchange : all) {
            if (exchange.purpose != check.id)
                continue;
            if (!exchange.isOver)
                found.append(exchange);
            last = exchange;
        }
        if (found.isEmpty() && last)
            found.append(*last);
        return found;
    }

    void tell()
    {
        if (!changed)
            return;
        report.durationMs = sinceStart();
        // Whoever watches sees each identity as soon as it is known.
        if (!report.finished)
            describeIdentities(report, observations, question);
        changed(report);
    }
};

// Those that are asked, each without what it would need of the others.
std::vector<Check> chosenOf(std::span<const Check> checks, const std::function<bool(const Check &)> &isAsked)
{
    std::vector<Check> chosen;
    std::vector<CheckId> left;
    for (const Check &check : checks) {
        if (isAsked(check))
            chosen.push_back(check);
        else
            left.push_back(check.id);
    }
    const auto isLeft = [&left](CheckId id) { return std::find(left.begin(), left.end(), id) != left.end(); };
    for (Check &check : chosen) {
        std::erase_if(check.needs, isLeft);
        std::erase_if(check.asksAfter, isLeft);
        std::erase_if(check.considers, isLeft);
        std::erase_if(check.yieldsTo, isLeft);
    }
    return chosen;
}

bool isApplicable(const Check &check, const Question &question)
{
    return !check.applies || check.applies(question);
}

CheckResult unansweredResultOf(const Check &check)
{
    CheckResult result;
    result.id = check.id.toString();
    result.stage = check.stage;
    result.title = QString::fromUtf8(check.title);
    result.limitMs = double(check.limit.count());
    for (const CheckId need : check.needs)
        result.needs.append(need.toString());
    return result;
}

void judge(Run &run, std::size_t index)
{
    const Check &check = run.checks[index];
    CheckResult &result = run.report.checks[index];
    const CheckVerdict verdict = check.judge(run.factsFor(check, index));
    result.status = verdict.status;
    result.problem = verdict.problem;
    result.further = verdict.further;
    result.provisional.reset();
    result.phase = Phase::Done;
}

QJsonArray recordOf(const Http &http)
{
    QJsonArray record;
    for (const Exchange &exchange : http.exchanges())
        record.append(exchange.toJson());
    return record;
}

void advance(const std::shared_ptr<Run> &run);

QCoro::Task<> observeOne(std::shared_ptr<Run> run, std::size_t index)
{
    const Check &check = run->checks[index];
    const double began = run->sinceStart();
    run->asking[index] = Asking::UnderWay;
    CheckResult &starting = run->report.checks[index];
    starting.phase = Phase::Asking;
    starting.askedAtMs = began;
    run->tell();

    // The frame has the run as long as the timer, which dies with it.
    QTimer late;
    late.setSingleShot(true);
    QObject::connect(&late, &QTimer::timeout, &late, [&run, index] {
        const Check &asked = run->checks[index];
        if (asked.judgeSilence) {
            Facts facts = run->factsFor(asked, index);
            facts.setUnderWay(run->underWayFor(asked));
            run->report.checks[index].provisional = asked.judgeSilence(facts).problem;
            run->tell();
        }
        run->isSilent = true;
        advance(run);
    });
    late.start(patience);

    Observation seen;
    QString crash;
    try {
        auto task = check.observe(run->context, run->stop);
        seen = co_await task;
    } catch (const std::exception &exception) {
        crash = QString::fromUtf8(exception.what());
    } catch (...) {
        crash = u"unknown exception"_s;
    }
    late.stop();

    CheckResult &result = run->report.checks[index];
    result.durationMs = run->sinceStart() - began;
    run->observations[index] = std::move(seen);
    result.observation = toJson(run->observations[index]);
    if (!crash.isEmpty())
        result.observation.insert(u"crash"_s, crash);
    run->asking[index] = crash.isEmpty() ? Asking::Done : Asking::Never;
    advance(run);
}

// Starts and judges whatever can be, until nothing changes any more.
void advance(const std::shared_ptr<Run> &run)
{
    const auto isDone = [&run](CheckId id) {
        return run->report.checks[run->indexOf(id)].phase == Phase::Done;
    };
    const auto hasAsked = [&run, &isDone](CheckId id) {
        const Asking asking = run->asking[run->indexOf(id)];
        return asking == Asking::Done || asking == Asking::Never || isDone(id);
    };
    bool moved = true;
    while (moved) {
        moved = false;
        for (std::size_t i = 0; i < run->checks.size(); ++i) {
            const Check &check = run->checks[i];
            CheckResult &result = run->report.checks[i];
            if (result.phase == Phase::Done)
                continue;

            bool needsKnown = true;
            for (const CheckId need : check.needs) {
                const CheckResult &other = run->report.checks[run->indexOf(need)];
                if (other.phase != Phase::Done)
                    needsKnown = false;
                else if (!Run::letsOthersGoOn(other) && !result.because.contains(other.id))
                    result.because.append(other.id);
            }

            // One that is skipped may still be asking, and what it sees counts.
            for (const CheckId other : check.considers) {
                const std::size_t at = run->indexOf(other);
                needsKnown = needsKnown && run->report.checks[at].phase == Phase::Done
                    && run->asking[at] != Asking::UnderWay;
            }

            if (run->stop.stop_requested()) {
                // What is under way ends by itself; nothing new starts and nothing is judged.
                if (run->asking[i] != Asking::UnderWay) {
                    result.because.clear();
                    result.status = Status::Unknown;
                    result.phase = Phase::Done;
                    moved = true;
                }
                continue;
            }

            if (!result.because.isEmpty()) {
                result.status = Status::Skipped;
                result.provisional.reset();
                result.phase = Phase::Done;
                moved = true;
                run->tell();
                continue;
            }

            if (run->asking[i] == Asking::NotYet) {
                bool mayAsk = true;
                for (const CheckId need : check.asksAfter)
                    mayAsk = mayAsk && isDone(need);
                for (const CheckId other : check.yieldsTo)
                    mayAsk = mayAsk && (run->isSilent || hasAsked(other));
                if (!mayAsk)
                    continue;
                if (check.observe) {
                    run->asking[i] = Asking::UnderWay;
                    run->underWay.push_back(observeOne(run, i));
                } else {
                    run->asking[i] = Asking::Done;
                }
                moved = true;
            }

            if (run->asking[i] == Asking::Done && needsKnown) {
                judge(*run, i);
                moved = true;
                run->tell();
            } else if (run->asking[i] == Asking::Never && needsKnown) {
                result.status = Status::Unknown;
                result.phase = Phase::Done;
                moved = true;
                run->tell();
            }
        }
    }
}

// The verdict stands; what comes in now only makes it nicer to read.
QCoro::Task<> decorate(std::shared_ptr<Run> run, std::stop_token stop)
{
    std::vector<std::pair<std::size_t, QCoro::Task<Observation>>> asking;
    for (std::size_t i = 0; i < run->checks.size(); ++i) {
        const Check &check = run->checks[i];
        if (check.decorate && run->asking[i] == Asking::Done)
            asking.emplace_back(i, check.decorate(run->context, run->observations[i], stop));
    }
    for (auto &[index, task] : asking) {
        auto seen = co_await task;
        run->report.checks[index].observation = toJson(seen);
        run->observations[index] = std::move(seen);
    }
    describeIdentities(run->report, run->observations, run->question);
    run->report.exchanges = recordOf(run->context->http);
    if (run->changed)
        run->changed(run->report);
}

} // namespace

QCoro::Task<> readTerraform(std::shared_ptr<RunContext> context, std::stop_token stop)
{
    Question &question = context->question;
    ExplanationQuestion asked;
    asked.intended = question.namedClientId();
    if (!question.terraformFolder) {
        context->configuration.explanation = std::make_shared<const Explanation>(
            explainEnvironment(context->host, question.organizationUrl(), asked));
        co_return;
    }
    if (question.clientId)
        asked.intended = question.clientId->value;

    const bool onMachine = question.configuration == Question::Configuration::OnMachine;
    auto explaining = explainAside(context->host, onMachine ? context->host : context->disk,
                                   question.terraformFolder->value, asked, std::move(stop));
    auto explanation = co_await explaining;
    if (!explanation) {
        context->configuration.problem = explanation.problem();
        co_return;
    }
    const Decision &decision = explanation->decision;
    // A service connection that the job uses is meant, unless the person said something else.
    if (!question.expectedCredential && explanation->intended() != CredentialMethod::ManagedIdentity)
        question.expectedCredential = explanation->intended();
    // What the provider would ask for is asked for, also where the identity is meant by another of its ids.
    if (!question.namedClientId()) {
        question.clientId.reset();
        const auto id = ClientId::parse(decision.clientId);
        if (decision.identityKind == "user-assigned"_L1 && id)
            question.clientId = Given<ClientId>{*id, originOf(decision, u"client_id"_s)};
    }
    // The provider takes the block before the variable, and what it takes is asked about.
    const bool isIntended = question.namesOrganization() && !question.organizationOrigin().isVariable();
    if (!isIntended) {
        const ProviderAddress &address = decision.address;
        question.wrongOrganization.reset();
        if (address.organization)
            question.organization = Given<OrganizationInput>{
                OrganizationInput{.name = *address.organization, .text = address.text}, address.origin};
    }
    context->configuration.explanation = std::make_shared<const Explanation>(std::move(*explanation));
}

QCoro::Task<Report> runChecks(std::span<const Check> checks, std::shared_ptr<RunContext> context,
                              std::stop_token stop, ReportChanged changed, Decoration decoration)
{
    const auto run = std::make_shared<Run>();
    run->context = std::move(context);
    run->question = run->context->question;
    run->now = [host = run->context->host] { return host.now(); };
    run->checks = chosenOf(checks, [&run](const Check &check) { return isApplicable(check, run->question); });
    run->stop = std::move(stop);
    run->changed = std::move(changed);
    run->asking.assign(run->checks.size(), Asking::NotYet);
    run->observations.resize(run->checks.size());
    run->started = run->context->host.monotonic();
    run->report.startedAt = run->context->host.now().time_since_epoch().count();
    for (const Check &check : run->checks)
        run->report.checks.push_back(unansweredResultOf(check));
    run->tell();

    advance(run);
    // Tasks are added while these are awaited; the deque keeps the awaited one where it is.
    for (std::size_t i = 0; i < run->underWay.size(); ++i)
        co_await run->underWay[i];
    // Each frame holds the run, and the run holds the frames. They are done, so the circle is cut here.
    run->underWay.clear();
    advance(run);

    Report &report = run->report;
    report.durationMs = run->sinceStart();
    report.stopped = run->stop.stop_requested();
    report.finished = true;
    report.exchanges = recordOf(run->context->http);
    conclude(report, run->checks, run->observations, run->question);
    run->tell();
    if (decoration == Decoration::Follows && !report.stopped) {
        auto decorating = decorate(run, run->stop);
        co_await decorating;
    }
    co_return std::move(report);
}

namespace {

// What a saved report has of a check, for its judge. A check keeps the verdict it had where the report does
// not say what it saw.
void restore(Run &run, std::size_t index, const Report &saved)
{
    const Check &check = run.checks[index];
    CheckResult &result = run.report.checks[index];
    const CheckResult *before = saved.check(check.id);
    run.asking[index] = check.observe ? Asking::Never : Asking::Done;
    if (!before)
        return;
    result.askedAtMs = before->askedAtMs;
    result.durationMs = before->durationMs;
    result.observation = before->observation;
    const bool wasStopped = saved.stopped && before->status == Status::Unknown;
    const bool wasAsked = before->askedAtMs >= 0 && !before->observation.contains("crash"_L1) && !wasStopped;
    if (!check.observe)
        return;
    if (wasAsked) {
        run.observations[index] = check.read(before->observation);
        run.asking[index] = Asking::Done;
    } else if (before->status != Status::Skipped && before->status != Status::Unknown) {
        result.status = before->status;
        result.problem = before->problem;
        for (const ReportedFinding &found : saved.findings) {
            const bool isFurther = found.checks.contains(result.id)
                && (!result.problem || result.problem->findingId != found.id);
            if (isFurther)
                result.further.append(Problem(found.id, found.evidence));
        }
        result.phase = Phase::Done;
    }
}

} // namespace

Result<Report> judgeAgain(const Report &saved)
{
    for (const CheckResult &result : saved.checks) {
        if (!findCheck(result.id))
            return Problem(finding::reportNotValid,
                           {{u"check"_s, result.id},
                            {u"reason"_s,
                             reasonText(QT_TRANSLATE_NOOP("Reason",
                                                          "it was created by a later version of Signet, with "
                                                          "checks that this version does not have"))}});
    }
    const auto run = std::make_shared<Run>();
    run->question = questionOf(saved.subject);
    const std::chrono::sys_seconds judgedAt{
        std::chrono::seconds(saved.startedAt + qint64(saved.durationMs / 1000))};
    run->now = [judgedAt] { return judgedAt; };
    run->checks = chosenOf(checkList(), [&run, &saved](const Check &check) {
        return saved.check(check.id) || isApplicable(check, run->question);
    });
    run->asking.assign(run->checks.size(), Asking::NotYet);
    run->observations.resize(run->checks.size());
    for (const Check &check : run->checks)
        run->report.checks.push_back(unansweredResultOf(check));
    for (std::size_t i = 0; i < run->checks.size(); ++i)
        restore(*run, i, saved);
    advance(run);

    Report &report = run->report;
    report.startedAt = saved.startedAt;
    report.durationMs = saved.durationMs;
    report.stopped = saved.stopped;
    report.finished = true;
    report.exchanges = saved.exchanges;
    report.toolVersion = saved.toolVersion;
    conclude(report, run->checks, run->observations, run->question);
    return std::move(report);
}

namespace {

// The hosts are connected while the configuration is read and the identity endpoint is asked. Each gets a
// connection for every request that can be on its way at the same time, because HTTP/1.1 answers one after
// the other, and a connection that is made only once the token is there costs two more round trips.
QList<QUrl> hostsToWarm(const Host &host, const Question &question)
{
    QList<QUrl> addresses;
    // The token, the machine and its tenant. First, because these need no TLS.
    if (expectsManagedIdentity(question) && detectEndpoint(host) == EndpointKind::Imds)
        addresses.append(QList<QUrl>(3, imdsUrl({}, {})));
    // The main host is asked about the organization and its tenant, for the connection and the projects, and
    // the two requests with which the provider begins. Qt opens no more than six.
    if (question.namesOrganization()) {
        addresses.append(QList<QUrl>(6, devOpsUrl(DevOpsHost::Core, {}, {}, {})));
        addresses.append(devOpsUrl(DevOpsHost::Graph, {}, {}, {}));
        addresses.append(devOpsUrl(DevOpsHost::Entitlements, {}, {}, {}));
    }
    return addresses;
}

} // namespace

QCoro::Task<Report> diagnose(Http http, Host disk, Question question, std::stop_token stop,
                             ReportChanged changed, Decoration decoration,
                             std::shared_ptr<CredentialSource> administrator)
{
    http.warmUp(hostsToWarm(http.host(), question));
    auto context = std::make_shared<RunContext>(std::move(http), std::move(disk), std::move(question));
    context->administrator = std::move(administrator);
    auto reading = readTerraform(context, stop);
    co_await reading;
    auto running =
        runChecks(checkList(), std::move(context), std::move(stop), std::move(changed), decoration);
    auto report = co_await running;
    co_return report;
}

} // namespace signet
