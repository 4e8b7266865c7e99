#pragma once

#include "core/rights/neededrights.h"
#include "core/rights/rightscheck.h"
#include "core/setup/draft.h"

#include <QList>

namespace signet {

// What would give an identity the rights that it lacks, and nothing else.
struct RightsGrant {
    QList<PermissionWish> permissions; // bits of its own entry, at the object or the nearest one above it
    // Something needs Basic, and it is not known that the identity has it.
    bool needsBasic = false;
    // Indexes of rights that the grant leaves out:
    QList<qsizetype> denied; // a denial keeps it away, which people have to look at
    QList<qsizetype> probable; // missing; that it is needed is inferred and not documented
    QList<qsizetype> perhaps; // missing; whether it is needed is known only when Terraform runs
    QList<qsizetype> others; // roles, memberships, and what is not known to be missing
};

// Which needs are worth a right.
enum class GrantFor {
    CertainNeeds,
    ProbableNeeds, // also those that are only inferred
};

// With the least: each missing permission on the object itself; on the nearest one above it where the object
// is not there yet.
RightsGrant leastGrant(const NeededRights &needed, const CheckedRights &checked,
                       GrantFor extent = GrantFor::CertainNeeds);
// The draft that asks for it. A member keeps its access level unless it needs another one.
Draft draftOf(const RightsGrant &grant, OrganizationName organization, const ObjectId &objectId);

} // namespace signet
