#include "core/setup/applyplan.h"

#include "core/devops/devopsreply.h"
#include "core/devops/devopsrequest.h"
#include "core/devops/groups.h"
#include "core/devops/securityroles.h"
#include "core/setup/planlook.h"
#include "core/setup/recordedreceipt.h"

#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

using State = ReceiptStep::State;

constexpr auto longestWait = 300s;
// A new principal is known within seconds to a minute or two (azure-devops facts, section 8).
constexpr std::array replicationPauses{5s, 5s, 10s, 20s, 20s, 60s, 60s, 60s, 60s};

bool isReplicating(const EntitlementAnswer &answer)
{
    return std::any_of(answer.refusals.begin(), answer.refusals.end(),
                       [](const auto &refusal) { return refusal.text.contains("VS403283"_L1); });
}

// Entitlements say no with 200; everything else with its status.
bool isRefused(const Reply &reply, const QUrl &url)
{
    if (reply.status < 200 || reply.status > 299)
        return true;
    return url.host() == hostName(DevOpsHost::Entitlements) && !readEntitlementReply(reply).succeeded;
}

// Whether the answer says in words that nothing happened. An error of the server, or an answer that cannot be
// read, leaves it open.
bool saysNo(const Reply &reply)
{
    return (reply.status >= 400 && reply.status < 500) || !readEntitlementReply(reply).refusals.isEmpty();
}

// Why an answer is waited on, and how long; nothing when waiting does not help.
struct Pause {
    FindingId finding;
    std::chrono::seconds length{0};
};
std::optional<Pause> pauseAfter(const Reply &reply, std::size_t replications, int throttled)
{
    if (isReplicating(readEntitlementReply(reply)) && replications < replicationPauses.size())
        return Pause{finding::entitlementReplicationDelay, replicationPauses[replications]};
    if (reply.status == 429 || (reply.status == 503 && reply.retryAfter() >= 0))
        return Pause{
            finding::devopsRateLimited,
            std::chrono::seconds(reply.retryAfter() > 0 ? reply.retryAfter() : 1 << qMin(throttled, 6))};
    return std::nullopt;
}

// Second by second, so that a person can watch. False when stopped.
QCoro::Task<bool> countDown(Host host, SetupProgress progress, SetupObserver observer, std::stop_token stop)
{
    for (; progress.left > 0s; progress.left -= 1s) {
        observer.progress(progress);
        const bool wholePause = co_await host.wait(1s, stop);
        if (!wholePause)
            co_return false;
    }
    observer.progress(progress);
    co_return true;
}

// Whether the project of a step is in what the step sends by its id.
bool isInProject(const PlanStep &step)
{
    return step.isOnObject() && !step.project.isEmpty();
}

// A plan names groups and projects for people, and by ids for the service. Both have to be the same thing, so
// that what a person agrees to is what is sent. Returns the ids of the steps for which that is so; a step is
// missing where the account does not see its group or project. One request for all groups, one for each
// project with a role.
QCoro::Task<Result<QStringList>> checkTargets(SetupContext context, Plan plan, QList<PlanStep> steps,
                                              std::stop_token stop)
{
    QStringList checked;
    QStringList descriptors;
    QStringList projects;
    for (const PlanStep &step : std::as_const(steps)) {
        if (step.kind == PlanStep::Kind::AddToGroup)
            descriptors.append(step.groupDescriptor);
        else if (!isInProject(step))
            checked.append(step.id()); // about the member itself, or named by nothing but its token
        else if (!projects.contains(step.project))
            projects.append(step.project);
    }
    const auto outdated = [&plan](const PlanStep &step) {
        return Problem(finding::planOutdated, evidenceOf(plan, step));
    };
    if (!descriptors.isEmpty()) {
        Request request = groupNamesRequest(plan.organization, descriptors, context.session);
        auto reply = co_await sendAsAdministrator(context, std::move(request), stop);
        if (!reply)
            co_return reply.problem();
        const QMap<QString, QString> names = readGroupNames(*reply);
        for (const PlanStep &step : std::as_const(steps)) {
            if (step.kind != PlanStep::Kind::AddToGroup || !names.contains(step.groupDescriptor))
                continue;
            if (names.value(step.groupDescriptor) != step.group)
                co_return outdated(step);
            checked.append(step.id());
        }
    }
    for (const QString &project : std::as_const(projects)) {
        Request request =
            devOpsRequest("GET", DevOpsHost::Core, plan.organization, u"_apis/projects/"_s + project,
                          QUrlQuery{{u"api-version"_s, u"7.1"_s}}, context.session);
        auto reply = co_await sendAsAdministrator(context, std::move(request), stop);
        if (!reply)
            co_return reply.problem();
        if (reply->status != 200)
            continue;
        const QString id = jsonBody(*reply).toObject()["id"_L1].toString().toLower();
        for (const PlanStep &step : std::as_const(steps)) {
            if (!isInProject(step) || step.project != project)
                continue;
            const bool isMeant = step.kind == PlanStep::Kind::AssignRole
                ? step.resourceId == findRoleScope(step.roleScope)->resourceId.arg(id)
                : step.token.contains(id, Qt::CaseInsensitive);
            if (!isMeant)
                co_return outdated(step);
            checked.append(step.id());
        }
    }
    co_return checked;
}

void takeMember(Receipt *receipt, const EntitlementAnswer &answer)
{
    if (!answer.entitlement)
        return;
    receipt->member.storageKey = answer.entitlement->storageKey;
    if (!answer.entitlement->subjectDescriptor.isEmpty())
        receipt->member.descriptor = answer.entitlement->subjectDescriptor;
}

bool isOpen(const ReceiptStep &step)
{
    return step.state != State::Done && step.state != State::WasThere;
}

// What has to be known before the first request that changes something.
struct Examined {
    PlanLook look;
    QStringList meant; // ids of the steps whose target is the one that they name
};
QCoro::Task<Result<Examined>> examine(SetupContext context, Receipt receipt, std::stop_token stop)
{
    const Plan plan = receipt.plan;
    auto look = co_await lookAtPlan(context, plan, objectStepsOf(plan), stop);
    if (!look)
        co_return look.problem();
    for (const PlanStep &step : plan.present) {
        if (stepStateOf(step, look->state) != StepState::After)
            co_return Problem(finding::planOutdated, evidenceOf(plan, step));
    }
    auto meant = co_await checkTargets(context, plan, plan.steps, stop);
    if (!meant)
        co_return meant.problem();
    for (qsizetype i = 0; i < plan.steps.size(); ++i) {
        if (isOpen(receipt.steps[i]) && stepStateOf(plan.steps[i], look->state) == StepState::Elsewhere)
            co_return Problem(finding::planOutdated, evidenceOf(plan, plan.steps[i]));
    }
    Examined examined{std::move(*look), std::move(*meant)};
    co_return examined;
}

} // namespace

QCoro::Task<Result<std::optional<Problem>>> checkPlan(SetupContext context, Receipt receipt,
                                                      std::stop_token stop)
{
    auto examined = co_await examine(context, receipt, stop);
    if (!examined)
        co_return examined.problem();
    co_return std::move(examined->look.note);
}

QList<PlanStep> objectStepsOf(const Plan &plan)
{
    QList<PlanStep> steps = plan.steps + plan.present;
    steps.removeIf([](const PlanStep &step) { return !step.isOnObject(); });
    return steps;
}

QCoro::Task<Result<Reply>> sendStep(SetupContext context, Request request, QJsonObject evidence, int step,
                                    SetupObserver observer, std::stop_token stop)
{
    std::chrono::seconds waited{0};
    std::size_t replications = 0;
    int throttled = 0;
    for (;;) {
        auto reply = co_await sendAsAdministrator(context, request, stop);
        if (!reply)
            co_return reply.problem();
        if (!isRefused(*reply, request.url))
            co_return std::move(*reply);
        const auto pause = pauseAfter(*reply, replications, throttled);
        if (!pause || waited + pause->length > longestWait) {
            evidence.insert(u"nothingChanged"_s, saysNo(*reply));
            co_return refusalOf(context, *reply, evidence);
        }
        if (pause->finding == finding::entitlementReplicationDelay)
            ++replications;
        else
            ++throttled;
        waited += pause->length;
        const SetupProgress progress{step, pause->finding, pause->length, longestWait};
        const bool wholePause = co_await countDown(context.http.host(), progress, observer, stop);
        if (!wholePause)
            co_return Problem(finding::runStopped);
    }
}

QCoro::Task<SetupOutcome> applyPlan(SetupContext context, Receipt receipt, SetupObserver observer,
                                    std::stop_token stop)
{
    const Plan plan = receipt.plan;
    SetupOutcome outcome{std::move(receipt), std::nullopt};
    Receipt &made = outcome.receipt;
    if (made.isComplete())
        co_return outcome;

    auto examined = co_await examine(context, made, stop);
    if (!examined) {
        outcome.problem = examined.problem();
        co_return outcome;
    }
    const MemberState &state = examined->look.state;
    const QStringList &meant = examined->meant;
    // The ids of the file can be those of somebody else.
    made.member = state.member();

    RecordedReceipt recorded(&made, observer, context.http.host());
    for (qsizetype i = 0; i < plan.steps.size(); ++i) {
        const PlanStep &step = plan.steps[i];
        const State before = made.steps[i].state;
        if (!isOpen(made.steps[i]))
            continue;
        const SetupProgress progress{int(i), {}, 0s, 0s};
        observer.progress(progress);
        if (stepStateOf(step, state) == StepState::After) {
            // Sent by us and found done: ours. Never sent and found done: someone else's.
            const bool ours = before == State::Begun || before == State::UndoBegun;
            made.steps[i].problem.reset();
            const auto written = recorded.record(i, ours ? State::Done : State::WasThere);
            if (!written) {
                outcome.problem = written.problem();
                co_return outcome;
            }
            continue;
        }
        if (!meant.contains(step.id())) {
            // Now that the steps before it are taken, or still not.
            const QList<PlanStep> only{step};
            auto seen = co_await checkTargets(context, plan, only, stop);
            if (!seen || !seen->contains(step.id())) {
                outcome.problem =
                    seen ? Problem(finding::planTargetUnseen, evidenceOf(plan, step)) : seen.problem();
                co_return outcome;
            }
        }
        // Without a member there is nobody to add to a group: a step before this one is done on paper only.
        if (made.member.descriptor.isEmpty() && step.kind != PlanStep::Kind::AddMember) {
            outcome.problem = Problem(finding::planOutdated, evidenceOf(plan, step));
            co_return outcome;
        }
        made.steps[i].problem.reset();
        const auto written = recorded.record(i, State::Begun);
        if (!written) {
            outcome.problem = written.problem();
            co_return outcome;
        }
        Request request = requestOf(plan, step, made.member, context.session);
        const QJsonObject evidence = evidenceOf(plan, step);
        auto reply = co_await sendStep(context, std::move(request), evidence, int(i), observer, stop);
        if (reply) {
            made.steps[i].activityId = reply->activityId();
            takeMember(&made, readEntitlementReply(*reply));
            const auto done = recorded.record(i, State::Done);
            if (!done) {
                outcome.problem = done.problem();
                co_return outcome;
            }
            if (made.member.storageKey.isEmpty() || made.member.descriptor.isEmpty()) {
                // The answer did not name the new member; what follows needs its ids.
                auto again = co_await readMemberState(context, plan.organization, plan.tenantId,
                                                      plan.principal.objectId, {}, stop);
                if (again)
                    made.member = again->member();
                if (!again || made.member.storageKey.isEmpty() || made.member.descriptor.isEmpty()) {
                    outcome.problem = again ? Problem(finding::devopsServerError, evidence) : again.problem();
                    co_return outcome;
                }
            }
            continue;
        }
        outcome.problem = reply.problem();
        // Refused in words: nothing changed. Otherwise it stays sent, and the next run checks it.
        if (reply.problem().evidence["nothingChanged"_L1].toBool()) {
            made.steps[i].problem = reply.problem();
            const auto failed = recorded.record(i, State::Failed);
            if (!failed)
                outcome.problem = failed.problem();
        }
        co_return outcome;
    }
    co_return outcome;
}

} // namespace signet
