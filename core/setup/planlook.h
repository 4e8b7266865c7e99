#pragma once

#include "core/setup/memberstate.h"
#include "core/setup/plan.h"
#include "core/setup/setupcontext.h"

#include <optional>

namespace signet {

// What the organization says about the principal of a plan or a receipt.
struct PlanLook {
    MemberState state;
    // plan-principal-unchecked, where the name could be compared with nothing.
    std::optional<Problem> note;
};

// Plans and receipts travel and carry no signature, so nothing in them is believed: the organization is
// identified by its id, and the name of the principal is compared with the one that the organization, or else
// Microsoft Graph or Resource Manager, has for the object id. People agree to names; requests carry ids.
//
// Fails as connectAsAdministrator() does, with plan-other-organization, plan-principal-differs {principal,
// objectId, value, organization}, and with what kept it from asking. Changes nothing.
QCoro::Task<Result<PlanLook>> lookAtPlan(SetupContext context, Plan plan, QList<PlanStep> objectSteps,
                                         std::stop_token stop);

} // namespace signet
