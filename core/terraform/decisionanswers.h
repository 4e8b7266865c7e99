#pragma once

#include "core/result/findingid.h"
#include "core/terraform/decisionrules.h"

#include <QString>

namespace signet {

// What the provider gets from a credential that it asks.
struct CredentialAnswer {
    enum class Outcome {
        Token,
        Unavailable, // a chain asks the next credential
        Failed, // final
    };
    Outcome outcome = Outcome::Token;
    QString error; // of this credential alone
    FindingId finding; // where the error's class leads to none, or a sharper one is known
};

// The facts a credential is asked under; all of them known, or assumed before.
struct CredentialQuestion {
    ProviderVersion version;
    ProviderIdentitySource source;
    EndpointAnswer identityEndpoint = EndpointAnswer::Token;
    AzureCliState azureCli = AzureCliState::SignedOut;
    bool entraAccepts = true;
    QString tenantId;
};

CredentialAnswer ask(const ProviderCredential &credential, const CredentialQuestion &question);

} // namespace signet
