#pragma once

#include "core/result/findingid.h"
#include "core/terraform/decision.h"
#include "core/terraform/decisionvalues.h"
#include "core/terraform/providerera.h"
#include "core/terraform/provideridentitysource.h"

#include <QList>
#include <QString>

namespace signet {

// A credential the provider knows, and whether it builds it.
struct ProviderCredential {
    CredentialMethod method = CredentialMethod::None;
    QString variant{};
    QString name{}; // in the provider's errors: "ClientSecretCredential"
    bool isBuilt = false;
    QString why{}; // sentences: why it is built, or why not
    QList<ArgumentOrigin> from{};

    QString clientId{}; // empty: none, or not known
    bool isUserAssigned = false; // ManagedIdentity: a client id is sent, known or not
    QString failure{}; // built, but certain to fail when asked: with this text
    QString fatal{}; // last match: ends the run with this text
    FindingId fatalFinding{}; // where the class of the text leads to no finding, or a sharper one is known
    QString assumption{}; // a sentence: what was assumed to build it
};

// All credentials of the version in the order in which it looks at them, the personal access token first.
QList<ProviderCredential> credentialsOf(const ProviderValues &values, const ProviderIdentitySource &source,
                                        const DecisionInput &input, const Host &host);

// "ARM_CLIENT_ID", or "client_id (providers.tf:4)".
QString placeName(QLatin1StringView argument, const ProviderValue &value);

// The client id the chain goes by: the argument, the file, or both where they agree. Not ok: the file cannot
// be read, or differs; then everything that needs a client id is dropped.
struct EffectiveClientId {
    bool ok = true;
    QString id; // empty: none, or not known
    bool isUnknown = false;
    QString fault; // not ok: a sentence
    QList<ArgumentOrigin> from;

    bool isGiven() const { return isUnknown || !id.isEmpty(); }
};
EffectiveClientId effectiveClientId(const ProviderValues &values, const DecisionInput &input,
                                    const Host &host);

} // namespace signet
