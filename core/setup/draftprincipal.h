#pragma once

#include "core/principal/principalsearch.h"
#include "core/setup/draft.h"
#include "core/token/claims.h"

namespace signet {

// The principal that a person means, for a draft.
struct DraftPrincipalFound {
    DraftPrincipal principal;
    // Mistakes that were corrected (wrong-object-id), and what could not be looked up.
    QList<Problem> notes;
};

// Takes the one principal of a search. A client id or an app registration's object id is replaced by the
// object id that is right, and a note says so. Where nobody could be asked, because the sign-in reaches
// neither Microsoft Graph nor Resource Manager, an object id is taken as it was given.
//
// Fails with principal-ambiguous {value, known}, or with why there is none.
Result<DraftPrincipalFound> draftPrincipal(const PrincipalsFound &found);
// Whoever a token is of. Fails with input-not-a-guid where it names no object id.
Result<DraftPrincipalFound> draftPrincipal(const Claims &claims);

} // namespace signet
