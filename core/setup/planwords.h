#pragma once

#include "core/setup/plan.h"

#include <QString>

namespace signet {

// A step in words, with the person's own names. Translated where they are made.
QString principalOf(const Plan &plan); // its name, else its object id
QString titleOf(const Plan &plan, const PlanStep &step); // "Add vm-build to contoso with Basic access"
// The same as a line of a difference: "member vm-build (Basic)", "group [Fabrikam-Fiber]\Contributors"
QString lineOf(const Plan &plan, const PlanStep &step);
QString grantsOf(const PlanStep &step); // what it lets the identity do
QString costOf(const Plan &plan, const PlanStep &step); // empty: nothing
QString permittedTo(const PlanStep &step); // who may do it
// Where the member has a higher access level than was wished for: that it stays, and why. Else empty.
QString levelStays(const Plan &plan);
// The scope that a personal access token needs for the step, beside those for looking.
QString accessTokenScopeOf(const Plan &plan, const PlanStep &step);
// What the service keeps when the step is taken back; empty: nothing.
QString keptAfterUndo(const PlanStep &step);

} // namespace signet
