#pragma once

#include "core/setup/memberstate.h"
#include "core/setup/receipt.h"

namespace signet {

// Whether the changes of a receipt are still in place, as the administrator sees it.
struct Verification {
    enum class Standing {
        AsMade, // done, or there before
        Missing, // as before the plan
        Changed, // neither
        NotMade, // the receipt does not say it was done
    };
    QList<Standing> steps; // one for each of the plan
    QList<Standing> present; // of what was there before
    MemberState state;

    bool holds() const;
    // The first change that is not in place: not-in-org, stakeholder-licence, no-project-permission,
    // plan-not-finished, plan-outdated; nothing when all are.
    std::optional<Problem> problem;
};

// Checks until everything is in place, for at most two minutes, because a change is not visible everywhere at
// once.
QCoro::Task<Result<Verification>> verifyReceipt(SetupContext context, Receipt receipt, SetupObserver observer,
                                                std::stop_token stop);

} // namespace signet
