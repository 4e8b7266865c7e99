#pragma once

#include "core/diagnosis/check.h"
#include "core/diagnosis/report.h"

#include <QList>
#include <QString>

namespace signet {

// What a report says about the checks of some steps of the guided path (the column `step` of a check).

// Whether there are such checks in the report, and all of them passed, with or without a warning.
bool havePassed(const Report &report, const QList<CheckedStep> &steps);
bool hasEndedBadly(const CheckResult &result); // it is done, and did not pass
bool hasAnyEndedBadly(const Report &report, const QList<CheckedStep> &steps);
// The title of what keeps a step from being done; empty when nothing does.
QString obstacleOf(const Report &report, const QList<CheckedStep> &steps);

} // namespace signet
