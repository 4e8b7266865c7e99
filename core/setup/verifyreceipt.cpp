#include "core/setup/verifyreceipt.h"

#include "core/setup/applyplan.h"
#include "core/setup/planlook.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace signet {

namespace {

using Standing = Verification::Standing;

// Memberships are seen everywhere within seconds to minutes (azure-devops facts, section 8).
constexpr std::array pauses{1s, 2s, 4s, 8s, 15s, 30s, 60s};
constexpr auto longestWait = 120s;

Standing standingOf(const PlanStep &step, const ReceiptStep &recorded, const MemberState &state)
{
    if (recorded.state != ReceiptStep::State::Done && recorded.state != ReceiptStep::State::WasThere)
        return Standing::NotMade;
    switch (stepStateOf(step, state)) {
    case StepState::After:
        return Standing::AsMade;
    case StepState::Before:
        return Standing::Missing;
    case StepState::Elsewhere:
        return Standing::Changed;
    }
    Q_UNREACHABLE();
}

std::optional<Problem> problemOf(const Plan &plan, const PlanStep &step, Standing standing,
                                 const MemberState &state)
{
    if (standing == Standing::AsMade)
        return std::nullopt;
    if (standing == Standing::NotMade)
        return Problem(finding::planNotFinished, evidenceOf(plan, step));
    if (standing == Standing::Changed)
        return Problem(finding::planOutdated, evidenceOf(plan, step));
    QJsonObject evidence{{u"organization"_s, plan.organization.toString()},
                         {u"principal"_s, plan.principalName()},
                         {u"objectId"_s, plan.principal.objectId.toString()}};
    if (!state.isMember())
        return Problem(finding::notInOrg, evidence);
    if (step.kind == PlanStep::Kind::ChangeAccessLevel) {
        evidence.insert(u"accessLevel"_s, state.entitlement->accessLevel.displayName());
        return Problem(finding::stakeholderLicence, evidence);
    }
    evidence.insert(u"group"_s, step.group);
    evidence.insert(u"project"_s, step.project);
    return Problem(finding::noProjectPermission, evidence);
}

} // namespace

bool Verification::holds() const
{
    const auto stands = [](Standing standing) { return standing == Standing::AsMade; };
    return std::all_of(steps.begin(), steps.end(), stands)
        && std::all_of(present.begin(), present.end(), stands);
}

QCoro::Task<Result<Verification>> verifyReceipt(SetupContext context, Receipt receipt, SetupObserver observer,
                                                std::stop_token stop)
{
    const Plan plan = receipt.plan;
    const QList<PlanStep> onObjects = objectStepsOf(plan);
    for (std::size_t tries = 0;; ++tries) {
        auto look = co_await lookAtPlan(context, plan, onObjects, stop);
        if (!look)
            co_return look.problem();
        MemberState &state = look->state;
        Verification seen;
        for (qsizetype i = 0; i < plan.steps.size(); ++i) {
            const Standing standing = standingOf(plan.steps[i], receipt.steps[i], state);
            seen.steps.append(standing);
            if (!seen.problem)
                seen.problem = problemOf(plan, plan.steps[i], standing, state);
        }
        for (const PlanStep &step : plan.present) {
            const Standing standing = standingOf(step, {.state = ReceiptStep::State::WasThere}, state);
            seen.present.append(standing);
            if (!seen.problem)
                seen.problem = problemOf(plan, step, standing, state);
        }
        seen.state = std::move(state);
        // Only what was made and is not seen yet can still come.
        if (!seen.steps.contains(Standing::Missing) || tries == pauses.size())
            co_return seen;
        const SetupProgress progress{int(seen.steps.indexOf(Standing::Missing)), seen.problem->findingId,
                                     pauses[tries], longestWait};
        observer.progress(progress);
        const bool wholePause = co_await context.http.host().wait(pauses[tries], stop);
        if (!wholePause)
            co_return Problem(finding::runStopped);
    }
}

} // namespace signet
