#pragma once

#include "core/setup/memberstate.h"
#include "core/setup/receipt.h"

namespace signet {

// Whether what a receipt says is still so, as the administrator sees it.
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
    // The first finding of what does not hold: not-in-org, stakeholder-licence, no-project-permission,
    // plan-outdated; nothing when it holds.
    std::optional<Problem> problem;
};

// Looks until all stands, for at most two minutes: what was just changed is not seen everywhere at once.
QCoro::Task<Result<Verification>> verifyReceipt(SetupContext context, Receipt receipt, SetupObserver observer,
                                                std::stop_token stop);

} // namespace signet
