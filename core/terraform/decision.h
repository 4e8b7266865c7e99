#pragma once

#include "core/host/host.h"
#include "core/result/findingid.h"
#include "core/result/given.h"
#include "core/result/result.h"
#include "core/terraform/configurationvalue.h"
#include "core/terraform/provideraddress.h"
#include "core/terraform/providerversion.h"

#include <QList>
#include <QMap>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// The credentials the provider knows, by the names of terraform explain.
enum class CredentialMethod { Pat, Oidc, ClientSecret, ClientCertificate, ManagedIdentity, AzureCli, None };
QString toString(CredentialMethod method); // "pat", "client-secret", "managed-identity" ...
std::optional<CredentialMethod> credentialMethodNamed(QStringView name); // nothing for an unknown name
QString nameOf(CredentialMethod method); // for sentences: "the client secret"

enum class ChainState { Selected, TriedFirst, WouldFollow, NotBuilt, NotReached };
QString toString(ChainState state); // "selected", "tried-first" ...

// Where the provider took a value from: a file, a variable, or its default.
struct ArgumentOrigin {
    QString argument; // "client_id"
    Origin origin = Origin::byDefault();
};

// One credential the provider could build, in the order in which it would ask.
struct ChainEntry {
    CredentialMethod method = CredentialMethod::None;
    QString variant; // OIDC only: "token", "token-file", "request", "pipelines-request"
    ChainState state = ChainState::NotBuilt;
    QString why; // one sentence for people
    QList<ArgumentOrigin> from; // what made it so
};

// How the identity endpoint answers a token request; the provider's next step depends on nothing finer.
// Names are those of the decision vectors.
enum class EndpointAnswer {
    Token,
    Html,
    EmptyObject,
    Status400,
    Status401,
    Status403,
    Status403Unreachable,
    NoAnswer
};
enum class AzureCliState { Absent, SignedOut, SignedIn };

QString toString(EndpointAnswer answer); // "ok", "200-html" ...
QString toString(AzureCliState state); // "absent", "logged-out", "logged-in"

// What is known about the machine besides its files; nothing: not known, so it is assumed.
struct MachineFacts {
    std::optional<EndpointAnswer> identityEndpoint;
    std::optional<AzureCliState> azureCli;
    std::optional<bool> entraAccepts; // a client secret, a certificate or an OIDC token
};

struct DecisionInput {
    ProviderVersion version; // null: not known, the newest one is assumed
    QMap<QString, ConfigurationValue> arguments; // of the provider block, as ProviderConfiguration holds them
    Environment environment; // what the provider would see
    MachineFacts machine;
    QString directory; // where Terraform runs: files with a relative path are looked for there
};

// How far the provider comes.
enum class DecisionStage {
    Input, // the configuration is refused: an argument it does not know
    Prepare, // a value is refused before any credential is looked at
    Configure, // no credential, or the one whose answer is final fails; or the organization call
    Done,
};
QString toString(DecisionStage stage); // "input", "prepare", "configure", "done"

// A value or an argument that is refused before any credential is looked at.
struct DecisionRefusal {
    QString attribute;
    std::optional<QString> errorClass;
    QString error;
};

struct DecisionTrap {
    QString id; // of facts/decision-traps, "secret-before-managed-identity": stable
    FindingId findingId; // of the catalogue
    QString text; // one sentence, the person's own names filled in
    QVariantMap evidence; // for the finding's text
};

// Which identity the provider uses.
struct Decision {
    ProviderVersion version;
    QString era; // "pat-only", "last-match", "chain-broken-system", "chain", "chain-azure-names"
    bool eraWasRun = false; // false: rules of this very version were read in its source, not run
    DecisionStage stage = DecisionStage::Done;
    QList<ChainEntry> chain;
    CredentialMethod decidedBy = CredentialMethod::None;
    QStringList
        attempted; // names in the provider's error, "ManagedIdentityCredential" ...; empty unless it fails
    bool managedIdentityAsked = false;
    bool azureCliCalled = false;
    // What stage Input or Prepare refuses. The first one is repeated below. Where one step refuses
    // several values, the provider meets them in no fixed order (it walks a map of Go): a wrong default ends
    // the step, so any one of them is the error; wrong ids are all reported, in any order.
    QList<DecisionRefusal> refusals;
    QString attribute; // the argument that stage Input or Prepare refuses
    std::optional<QString> errorClass; // as providerErrorClass() has it; nothing also for a text of no class
    // What the person will read; empty when configured. What an endpoint or Entra itself would answer cannot
    // be known: the text ends before it.
    QString error;
    FindingId errorFindingId; // what the error leads to

    // The identity, as far as the inputs determine it.
    QString identityKind; // "system-assigned", "user-assigned", "person", "application", "unknown", "none"
    QString clientId; // of a user-assigned identity or an application; empty unless known
    // Where the managed identity would be asked for: "imds", "app-service", "service-fabric",
    // "machine-learning", "cloud-shell", "arc"; empty when it is not in the chain.
    QString identitySource;

    ProviderAddress address; // where the requests would go

    QStringList assumed; // sentences: what was not known and how it was taken
    QStringList unknownArguments; // whose values are not known and could change the decision: "use_msi"
    QStringList dependsOn; // what these would have to be known: "var.use_msi"
    QList<DecisionTrap> traps;

    bool configured() const { return stage == DecisionStage::Done; }
    // No unknown value could change it.
    bool isCertain() const { return unknownArguments.isEmpty(); }
};

// A pure function of its input and of the files that the host shows (client id file, secret file,
// certificate, OIDC token file, the Arc agent). No secret gets into the decision: not into a sentence, an
// error or evidence.
//
// Source of the rules: the provider's source at each of its tags, with azidentity and the Microsoft
// authentication library as it vendors them, and 2,000 recorded runs of 1.10.0, 1.11.0 and 1.16.0.
Decision decide(const DecisionInput &input, const Host &host);

// Something that another version does differently with the same input.
struct DecisionChange {
    // "refused", "accepted", "decided-by", "identity", "works", "fails", "chain", "variable"
    QString id;
    QString before;
    QString after;
    QString text; // one sentence
};

// What a change of version would change, the most important first. Empty: nothing.
QList<DecisionChange> compareVersions(const DecisionInput &input, const Host &host,
                                      const ProviderVersion &from, const ProviderVersion &to);

} // namespace signet
