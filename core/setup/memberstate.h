#pragma once

#include "core/devops/accesscontrol.h"
#include "core/devops/memberidentity.h"
#include "core/setup/plan.h"
#include "core/setup/setupcontext.h"

#include <QHash>

namespace signet {

// What an organization returns about one principal now, as far as a plan needs it.
struct MemberState {
    std::optional<MemberIdentity> identity; // nothing: unknown to the organization
    std::optional<Entitlement> entitlement; // nothing: none
    QStringList groups; // descriptors of those it is in directly
    QHash<QString, QString> roles; // id of an AssignRole step -> role; absent: none
    // Id of an AllowBits step -> what the entry of the principal itself says there; absent: nothing.
    QHash<QString, AccessEntry> entries;

    bool isMember() const { return entitlement && entitlement->isMember(); }
    PlanMember member() const;
};

// Asks for the identity, and only when it is known for its entitlement and groups, and for the object of each
// of these steps (PlanStep::isOnObject). Three requests and one for each step.
QCoro::Task<Result<MemberState>> readMemberState(SetupContext context, OrganizationName organization,
                                                 QString tenantId, ObjectId objectId,
                                                 QList<PlanStep> objectSteps, std::stop_token stop);

// How the organization compares with a step.
enum class StepState {
    Before, // as when the plan was made
    After, // as the step wants it
    Elsewhere, // neither: someone changed it since
};
// What of a step is still as it was made: the step itself, of AllowBits with the bits that are still allowed.
// Nothing: none of it.
std::optional<PlanStep> standingPartOf(const PlanStep &step, const MemberState &state);
StepState stepStateOf(const PlanStep &step, const MemberState &state);

} // namespace signet
