#pragma once

#include "core/setup/receipt.h"
#include "core/setup/setupcontext.h"

namespace signet {

// How far a plan was applied, or undone.
struct SetupOutcome {
    Receipt receipt;
    std::optional<Problem> problem; // what stopped it; nothing when all was done
};

// Does everything that applyPlan() does before its first request that changes something, and changes nothing:
// for before the question whether to apply it. Fails as applyPlan() does. Returns what a person must know to
// answer: plan-principal-unchecked, or nothing.
QCoro::Task<Result<std::optional<Problem>>> checkPlan(SetupContext context, Receipt receipt,
                                                      std::stop_token stop);

// Applies the steps that the receipt does not have yet, one after the other, and stops at the first that is
// refused. What others changed in the meantime stays. Start with Receipt::of(plan), or resume with an earlier
// receipt: a step whose request got no response is checked before it is sent again.
//
// Before it sends anything, it reads the organization. It fails with plan-other-organization where that is
// not the one the plan was made for, and with plan-outdated where someone has since changed what a step would
// change, or where a group or project of the plan has another id, and as lookAtPlan() does. It waits, and
// reports that to the observer, for a new principal to become known (VS403283, five minutes in all), and for
// as long as the service asks (429, 503 with Retry-After, five minutes in all).
QCoro::Task<SetupOutcome> applyPlan(SetupContext context, Receipt receipt, SetupObserver observer,
                                    std::stop_token stop);

// Sends one request of a setup, waiting as above. Returns the reply of a success, and the finding of a
// refusal with its evidence.
QCoro::Task<Result<Reply>> sendStep(SetupContext context, Request request, QJsonObject evidence, int step,
                                    SetupObserver observer, std::stop_token stop);

// The steps whose state is at an object, also those already in place: readMemberState() has to read them.
QList<PlanStep> objectStepsOf(const Plan &plan);

} // namespace signet
