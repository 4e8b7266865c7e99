#pragma once

#include "core/setup/receipt.h"
#include "core/setup/setupcontext.h"

namespace signet {

// How far a plan was carried out, or taken back.
struct SetupOutcome {
    Receipt receipt;
    std::optional<Problem> problem; // what stopped it; nothing when all was done
};

// Carries out the steps that the receipt does not have yet, one after the other, and stops at the first that
// is refused. What others did meanwhile is left to them. To begin, give Receipt::of(plan); to go on, the
// receipt of before: a step that was begun and left in doubt is looked at before it is sent again.
//
// Before anything is sent the organization is looked at: with plan-other-organization it is not the one the
// plan was made for, with plan-outdated {permission} somebody has since changed what a step would change, or
// a group or project that the plan names is another one by its id. Waits, telling the observer: for a new
// principal to become known (VS403283, five minutes in all), and for as long as the service says (429, 503
// with Retry-After, five minutes in all).
QCoro::Task<SetupOutcome> applyPlan(SetupContext context, Receipt receipt, SetupObserver observer,
                                    std::stop_token stop);

// Sends one request of a setup, waiting as above. An answer that is success is a reply; a refusal is its
// finding, with evidence.
QCoro::Task<Result<Reply>> sendStep(SetupContext context, Request request, QJsonObject evidence, int step,
                                    SetupObserver observer, std::stop_token stop);

// Whether the credential still leads into the organization of the plan: plan-other-organization.
QCoro::Task<Result<Done>> checkOrganization(SetupContext context, Plan plan, std::stop_token stop);

// The steps of the plan that assign roles: what readMemberState() has to look at.
QList<PlanStep> roleStepsOf(const Plan &plan);

} // namespace signet
