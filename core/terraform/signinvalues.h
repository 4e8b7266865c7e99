#pragma once

#include "core/result/secret.h"
#include "core/terraform/decision.h"

#include <QString>

namespace signet {

// What the provider signs in with when it uses one credential: as it reads it from its block, the variables
// and the files that these name.
struct SignInValues {
    QString variant; // OIDC only, as in ChainEntry
    bool isBuilt = false; // the provider finds all that it needs to try the credential
    QString unknownArgument; // an argument whose value only Terraform knows; empty: none
    QString failure; // the provider's error, where it is certain before anybody is asked
    QString clientId;
    QString tenantId;
    // Token, client secret, assertion, or what a job requests its assertion with; empty where none of them is
    // a value.
    Secret secret;
    // Variant "pipelines-request" only: where the job requests its assertion, and for which connection.
    QString requestUrl;
    QString serviceConnectionId;
};

// Whether the two sign in as the same, with the same.
bool isSameSignIn(const SignInValues &one, const SignInValues &other);

SignInValues signInValues(const DecisionInput &input, const Host &host, CredentialMethod method);

} // namespace signet
