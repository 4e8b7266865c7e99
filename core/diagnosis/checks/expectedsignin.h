#pragma once

#include "core/result/problem.h"
#include "core/terraform/decision.h"
#include "core/token/claims.h"

#include <QString>

#include <optional>

namespace signet {

// How the credential that Terraform is expected to use signs in, where that is not the managed identity. A
// personal access token is proven by Azure DevOps alone, so it is only found here.
struct ExpectedSignInSeen {
    CredentialMethod method = CredentialMethod::None;
    QString variant; // OIDC only, as in DecisionSeen::Entry
    bool isBuilt = false; // the provider finds all that it needs to try it
    bool isTried = false;
    QString clientId; // of the application; empty for others
    QString tenantId; // that the provider asks; empty where it asks none
    std::optional<Problem> problem; // why there is no token, or why none was asked for
    std::optional<Claims> claims; // of the token
};

} // namespace signet
