#pragma once

#include "core/result/findingid.h"
#include "core/terraform/decision.h"
#include "core/terraform/decisionvalues.h"

#include <QList>
#include <QString>

namespace signet {

// Versions that decide by the same rules.
enum class Era {
    PatOnly, // before 1.0.0
    LastMatch, // 1.0.0 - 1.10.x: one credential, the last one whose inputs are there
    ChainBrokenSystem, // 1.11.0, 1.11.1: a chain that loses the system-assigned identity
    Chain, // 1.11.2 - 1.15.x
    ChainAzureNames, // 1.16.0 and later: reads AZURE_TENANT_ID and AZURE_CLIENT_SECRET, too
};
Era eraOf(const ProviderVersion &version);
QString toString(Era era);
inline bool hasChain(Era era)
{
    return era >= Era::ChainBrokenSystem;
}

// Where the provider's library asks for the managed identity, found out from variables and the Arc agent's
// file.
struct ProviderIdentitySource {
    enum class Kind { Imds, AppService, ServiceFabric, MachineLearning, CloudShell, Arc };

    Kind kind = Kind::Imds;
    QString endpoint; // as the variable has it; of IMDS and a nameless Arc agent its fixed address
    QStringList variables; // that chose it; empty for IMDS and for an Arc agent found by its file
    // What becomes of a client id: only some sources can use one. Refused is fatal before the chain and
    // silent in it; the oldest libraries leave the id out of the request, with a line in their log.
    enum class ClientIdUse { Sent, Refused, LeftOut };
    ClientIdUse clientIdUse = ClientIdUse::Sent;
    QString refusal; // Refused: what the library says
};
QString toString(ProviderIdentitySource::Kind kind); // "imds", "app-service" ...
QString nameOf(ProviderIdentitySource::Kind kind); // for sentences: "the instance metadata service"
ProviderIdentitySource identitySourceOf(const ProviderVersion &version, const Environment &environment,
                                        const Host &host);

// Whether the variables that chose the source fit the host they are found on. Where its other marks are
// missing, they came along from another host or shell.
bool belongsHere(const ProviderIdentitySource &source, const Environment &environment, const Host &host);

// A credential the provider knows, and whether it builds it.
struct ProviderCredential {
    CredentialMethod method = CredentialMethod::None;
    QString variant{};
    QString name{}; // in the provider's errors: "ClientSecretCredential"
    bool isBuilt = false;
    QString why{}; // a clause: why it is built, or why not
    QList<ArgumentOrigin> from{};

    QString clientId{}; // empty: none, or not known
    bool isUserAssigned = false; // ManagedIdentity: a client id is sent, known or not
    QString failure{}; // built, but certain to fail when asked: with this text
    QString fatal{}; // last match: ends the run with this text
    FindingId fatalFinding{}; // where the class of the text leads to no finding, or a sharper one is known
    QString assumption{}; // a sentence: what was taken for granted to build it
};

// All credentials of the version in the order in which it looks at them, the personal access token first.
QList<ProviderCredential> credentialsOf(const ProviderValues &values, const ProviderIdentitySource &source,
                                        const DecisionInput &input, const Host &host);

// "ARM_CLIENT_ID", or "client_id (providers.tf:4)".
QString placeName(QLatin1StringView argument, const ProviderValue &value);

// With a capital and a full stop; a sentence that begins with the name of an argument keeps it as it is.
QString asSentence(const QString &clause);

// The client id the chain goes by: the argument, the file, or both where they agree. Not ok: the file cannot
// be read, or differs; then everything that needs a client id is dropped.
struct EffectiveClientId {
    bool ok = true;
    QString id; // empty: none, or not known
    bool isUnknown = false;
    QString fault; // not ok: a clause
    QList<ArgumentOrigin> from;

    bool isGiven() const { return isUnknown || !id.isEmpty(); }
};
EffectiveClientId effectiveClientId(const ProviderValues &values, const DecisionInput &input,
                                    const Host &host);

} // namespace signet
