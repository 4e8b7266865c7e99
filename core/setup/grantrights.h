#pragma once

#include "core/rights/neededrights.h"
#include "core/rights/rightscheck.h"
#include "core/setup/draft.h"

#include <QList>

namespace signet {

// What would give an identity the rights that it lacks, and nothing else.
struct RightsGrant {
    QList<PermissionWish> permissions; // bits of its own entry, at the object or the nearest one above it
    // Indexes of rights that the grant leaves out:
    QList<qsizetype> denied; // a denial keeps it away, which people have to look at
    QList<qsizetype> others; // roles, memberships, access levels, and what is not known to be missing
};

// With the least: each missing permission on the object itself; on the nearest one above it where the object
// is not there yet.
RightsGrant leastGrant(const NeededRights &needed, const CheckedRights &checked);

} // namespace signet
