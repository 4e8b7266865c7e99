#include "core/setup/undoreceipt.h"

#include "core/setup/planlook.h"
#include "core/setup/recordedreceipt.h"

#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

using State = ReceiptStep::State;

// What was just changed is seen everywhere within seconds, mostly.
constexpr std::array secondLooks{2s, 4s, 8s};

// Whether this receipt changed something at that step, or could have.
bool mayBeOurs(const ReceiptStep &step)
{
    return step.state == State::Done || step.state == State::Begun || step.state == State::UndoBegun;
}

// Neither as the step made it nor as it was before.
bool isElsewhere(const PlanStep &step, const MemberState &state)
{
    if (step.kind == PlanStep::Kind::ChangeAccessLevel && state.isMember())
        return state.entitlement->accessLevel.toString() != step.formerAccessLevel;
    return stepStateOf(step, state) == StepState::Elsewhere;
}

QCoro::Task<Result<PlanLook>> look(SetupContext context, Plan plan, std::stop_token stop)
{
    return lookAtPlan(context, plan, objectStepsOf(plan), stop);
}

UndoPlan undoPlanFor(const Receipt &receipt, const PlanLook &look)
{
    const MemberState &state = look.state;
    UndoPlan undo;
    undo.note = look.note;
    bool removesMember = false;
    QStringList ours;
    for (int i = int(receipt.steps.size()) - 1; i >= 0; --i) {
        const PlanStep &step = receipt.plan.steps[i];
        if (!mayBeOurs(receipt.steps[i]))
            continue;
        ours.append(step.groupDescriptor);
        if (standingPartOf(step, state)) {
            undo.steps.append(i);
            removesMember = removesMember || step.kind == PlanStep::Kind::AddMember;
        } else if (isElsewhere(step, state)) {
            undo.changedSince.append(i);
        } else if (receipt.steps[i].state == State::Begun) {
            undo.inDoubt.append(i);
        } else {
            undo.gone.append(i);
        }
    }
    if (removesMember) {
        for (const QString &group : state.groups) {
            if (!ours.contains(group))
                undo.lostGroups.append(group);
        }
    }
    return undo;
}

} // namespace

QCoro::Task<Result<UndoPlan>> planUndo(SetupContext context, Receipt receipt, std::stop_token stop)
{
    auto seen = co_await look(context, receipt.plan, stop);
    if (!seen)
        co_return seen.problem();
    co_return undoPlanFor(receipt, *seen);
}

QCoro::Task<SetupOutcome> undoReceipt(SetupContext context, Receipt receipt, SetupObserver observer,
                                      std::stop_token stop)
{
    const Plan plan = receipt.plan;
    SetupOutcome outcome{std::move(receipt), std::nullopt};
    Receipt &made = outcome.receipt;
    if (!made.hasAnythingToUndo())
        co_return outcome;

    auto seen = co_await look(context, plan, stop);
    // What was begun and got no answer may have happened and not be seen yet.
    for (const std::chrono::seconds pause : secondLooks) {
        bool inDoubt = false;
        for (qsizetype i = 0; seen && i < plan.steps.size(); ++i)
            inDoubt = inDoubt
                || (made.steps[i].state == State::Begun && !standingPartOf(plan.steps[i], seen->state));
        if (!inDoubt)
            break;
        const bool wholePause = co_await context.http.host().wait(pause, stop);
        if (!wholePause) {
            outcome.problem = Problem(finding::runStopped);
            co_return outcome;
        }
        seen = co_await look(context, plan, stop);
    }
    if (!seen) {
        outcome.problem = seen.problem();
        co_return outcome;
    }
    const UndoPlan undo = undoPlanFor(made, *seen);
    const PlanMember member = seen->state.member();

    RecordedReceipt recorded(&made, observer, context.http.host());
    for (int i = int(plan.steps.size()) - 1; i >= 0; --i) {
        if (!mayBeOurs(made.steps[i]))
            continue;
        const PlanStep &step = plan.steps[i];
        const SetupProgress progress{i, {}, 0s, 0s};
        observer.progress(progress);
        const QJsonObject evidence = evidenceOf(plan, step);
        if (!undo.steps.contains(i)) {
            const bool changed = undo.changedSince.contains(i);
            if (changed)
                made.steps[i].problem = Problem(finding::planOutdated, evidence);
            // An undo that was cut before has done it, as far as anyone can tell.
            const bool byUndo = made.steps[i].state == State::UndoBegun;
            const auto written = recorded.record(i,
                                                 changed      ? State::Kept
                                                     : byUndo ? State::Undone
                                                              : State::Gone);
            if (!written) {
                outcome.problem = written.problem();
                co_return outcome;
            }
            continue;
        }
        const auto written = recorded.record(i, State::UndoBegun);
        if (!written) {
            outcome.problem = written.problem();
            co_return outcome;
        }
        const PlanStep part = standingPartOf(step, seen->state).value_or(step);
        Request request = reverseRequestOf(plan, part, member, context.session);
        auto reply = co_await sendStep(context, std::move(request), evidence, i, observer, stop);
        // It is already gone, which is what was wanted.
        const bool gone = !reply && reply.problem().evidence["status"_L1].toInt() == 404;
        if (!reply && !gone) {
            outcome.problem = reply.problem();
            if (reply.problem().evidence.contains("status"_L1)) {
                // It is still in place, and the next run tries again.
                const auto failed = recorded.record(i, State::Done);
                if (!failed)
                    outcome.problem = failed.problem();
            }
            co_return outcome;
        }
        if (reply)
            made.steps[i].activityId = reply->activityId();
        const auto done = recorded.record(i, State::Undone);
        if (!done) {
            outcome.problem = done.problem();
            co_return outcome;
        }
    }
    co_return outcome;
}

} // namespace signet
