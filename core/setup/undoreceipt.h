#pragma once

#include "core/setup/applyplan.h"

namespace signet {

// What taking a receipt back would do.
struct UndoPlan {
    QList<int> steps; // indexes of the plan's steps, in the order they are taken back
    QList<int> changedSince; // steps that somebody changed since: they stay as they are
    // Groups the member was put in since, by others: removing the member removes it from them.
    QStringList lostGroups; // descriptors
};

// Takes back exactly what the receipt says was new, the last step first. What was there before stays; a level
// or a role that somebody has changed since stays, too, and is marked as kept with plan-outdated. A member
// that was new goes, whatever it was given since: planUndo() says what that is. Stops at the first refusal
// and can go on.
QCoro::Task<SetupOutcome> undoReceipt(SetupContext context, Receipt receipt, SetupObserver observer,
                                      std::stop_token stop);

// Looks at the organization and says what undoReceipt() would do. Changes nothing.
QCoro::Task<Result<UndoPlan>> planUndo(SetupContext context, Receipt receipt, std::stop_token stop);

} // namespace signet
