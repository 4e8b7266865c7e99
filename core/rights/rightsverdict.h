#pragma once

#include "core/rights/neededrights.h"
#include "core/rights/rightscheck.h"

#include <QList>

namespace signet {

// The rights that are needed, as questions.
QList<RightToCheck> rightsToCheck(const NeededRights &needed);

enum class RightsVerdict {
    Ready, // the identity has everything that is known to be needed
    NotReady, // something is missing that is needed for certain, or the identity is not a member
    Unclear, // neither: something could not be asked, or only a guess says that it is needed
};
QLatin1StringView toString(RightsVerdict verdict);

// A pass is only what was asked of the service with the identity's own token: what was computed, asked of an
// object above, or not asked at all makes it unclear. A right that is needed perhaps or probably makes
// nothing not ready.
RightsVerdict judgeRights(const NeededRights &needed, const CheckedRights &checked);

// Whether nothing is sure about a right that is missing: what it is needed for may be there already.
bool isGuess(const NeededRights &needed, const CheckedRight &right);
// Whether the right is missing, and needed for certain: Terraform will be refused. Otherwise something is a
// guess: that it is needed, or that the object is one that does not exist yet.
bool isMissingForCertain(const NeededRights &needed, const CheckedRights &checked, qsizetype index);

// Whether something is held only because administrators always pass: worth a warning.
bool holdsAsAdministrator(const CheckedRights &checked);

} // namespace signet
