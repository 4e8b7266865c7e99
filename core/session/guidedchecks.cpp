#include "core/session/guidedchecks.h"

#include "core/findings/catalogue.h"
#include "core/findings/findingtext.h"

#include <algorithm>

namespace signet {

namespace {

bool hasPassed(const CheckResult &result)
{
    return result.phase == Phase::Done
        && (result.status == Status::Passed || result.status == Status::Warning);
}

bool belongsTo(const CheckResult &result, const QList<GuidedStep> &steps)
{
    const Check *check = findCheck(result.id);
    return check && steps.contains(check->step);
}

} // namespace

bool havePassed(const Report &report, const QList<GuidedStep> &steps)
{
    bool found = false;
    for (const CheckResult &result : report.checks) {
        if (!belongsTo(result, steps))
            continue;
        if (!hasPassed(result))
            return false;
        found = true;
    }
    return found;
}

bool hasEndedBadly(const CheckResult &result)
{
    return result.phase == Phase::Done && !hasPassed(result);
}

bool hasAnyEndedBadly(const Report &report, const QList<GuidedStep> &steps)
{
    return std::any_of(report.checks.begin(), report.checks.end(), [&steps](const CheckResult &result) {
        return belongsTo(result, steps) && hasEndedBadly(result);
    });
}

QString obstacleOf(const Report &report, const QList<GuidedStep> &steps)
{
    for (const CheckResult &result : report.checks) {
        if (belongsTo(result, steps) && result.phase == Phase::Done && result.status == Status::Failed
            && result.problem)
            return titleOf(*result.problem);
    }
    return {};
}

QString titleOf(const Problem &problem)
{
    const Finding *finding = findFinding(problem.findingId);
    return finding ? describe(*finding, problem.evidence).title : problem.findingId.toString();
}

} // namespace signet
