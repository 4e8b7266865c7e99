#include "core/session/guidedchecks.h"

#include "core/findings/findingtext.h"

#include <algorithm>

namespace signet {

namespace {

bool hasPassed(const CheckResult &result)
{
    return result.phase == Phase::Done
        && (result.status == Status::Passed || result.status == Status::Warning);
}

bool belongsTo(const CheckResult &result, const QList<CheckedStep> &steps)
{
    const Check *check = findCheck(result.id);
    return check && steps.contains(check->step);
}

} // namespace

bool havePassed(const Report &report, const QList<CheckedStep> &steps)
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

bool hasAnyEndedBadly(const Report &report, const QList<CheckedStep> &steps)
{
    return std::any_of(report.checks.begin(), report.checks.end(), [&steps](const CheckResult &result) {
        return belongsTo(result, steps) && hasEndedBadly(result);
    });
}

QString obstacleOf(const Report &report, const QList<CheckedStep> &steps)
{
    for (const CheckResult &result : report.checks) {
        if (belongsTo(result, steps) && result.phase == Phase::Done && isInTheWay(result) && result.problem)
            return describe(*result.problem).title;
    }
    return {};
}

} // namespace signet
