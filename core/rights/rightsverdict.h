#pragma once

#include "core/rights/neededrights.h"
#include "core/rights/rightscheck.h"

#include <QList>

namespace signet {

// The rights that are needed, as questions.
QList<RightToCheck> rightsToCheck(const NeededRights &needed);

enum class RightsVerdict {
    Ready, // the identity has everything that is known to be needed
    NotReady, // something is missing that is needed for certain
    Unclear, // neither: something could not be asked, or only a guess says that it is needed
};
QLatin1StringView toString(RightsVerdict verdict);

// A pass is only what was asked of the service with the identity's own token: what was computed, asked of an
// object above, or not asked at all makes it unclear. A right that is needed perhaps or probably makes
// nothing not ready.
RightsVerdict judgeRights(const NeededRights &needed, const CheckedRights &checked);

// Whether something is held only because administrators always pass: worth a warning.
bool holdsAsAdministrator(const CheckedRights &checked);

} // namespace signet
