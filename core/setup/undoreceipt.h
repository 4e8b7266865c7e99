#pragma once

#include "core/setup/applyplan.h"

namespace signet {

// What undoing a receipt would do.
struct UndoPlan {
    QList<int> steps; // indexes of the plan's steps, in the order in which they are undone
    QList<int> changedSince; // steps that someone changed since: they stay as they are
    QList<int> gone; // steps that are no longer in place: nothing is sent for them
    // Steps that were sent without a response and are not in place: they are looked at again, and undone if
    // they show.
    QList<int> inDoubt;
    std::optional<Problem> note; // what a person must know to agree: plan-principal-unchecked
    // Groups the member was put in since, by others: removing the member removes it from them.
    QStringList lostGroups; // descriptors
};

// Reverts exactly what the receipt records as new, the last step first. What was there before stays. A level
// or a role that someone has changed since also stays, and is marked as kept with plan-outdated. For what is
// no longer in place nothing is sent, and it is marked as gone. A new member is removed whatever it was given
// since, which planUndo() lists. Stops at the first refusal and can be resumed.
QCoro::Task<SetupOutcome> undoReceipt(SetupContext context, Receipt receipt, SetupObserver observer,
                                      std::stop_token stop);

// Reads the organization and returns what undoReceipt() would do. Changes nothing. Both fail as lookAtPlan().
QCoro::Task<Result<UndoPlan>> planUndo(SetupContext context, Receipt receipt, std::stop_token stop);

} // namespace signet
