#pragma once

#include "core/hcl/hcledit.h"
#include "core/host/host.h"
#include "core/result/identifiers.h"
#include "core/terraform/decision.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// Which credential shall win.
struct DecisionIntent {
    // The managed identity, or one of those of a service connection: OIDC, the Azure CLI.
    CredentialMethod method = CredentialMethod::ManagedIdentity;
    // Nothing: the system-assigned identity, or the application that the job names.
    std::optional<ClientId> clientId;
    // The block's client id stands beside a client secret or a certificate, so no identity has it.
    bool clientIdIsOfApplication = false;
    std::optional<QString> organizationUrl; // nothing: whatever the input says
    QString versionConstraint; // of required_providers, as written; empty: none, or not known
};

// The smallest change after which the intended credential and no other wins: it decides, it is that of the
// identity that is meant, no other credential is built beside it, and a managed identity is asked at the
// machine's own endpoint. OIDC is judged with the variables that a job sets (withJobVariables()).
// None of the changes can be left out. A switch in the block is preferred to a variable that would have to be
// unset: it does not depend on a shell. Credentials themselves are removed where they are, never hidden.
struct DecisionFix {
    CredentialMethod method = CredentialMethod::ManagedIdentity; // that the change is for
    QList<ArgumentEdit> arguments; // of the provider block
    // What required_providers must say. Nothing: it can stay as it is.
    std::optional<QString> versionConstraint;
    // The version that has to be selected with terraform init -upgrade. Nothing: the one in use will do.
    std::optional<ProviderVersion> upgradeTo;
    QStringList unsetVariables; // credentials, ids and endpoints that no switch takes the effect from
    QStringList reasons; // one sentence for each change: version, arguments, variables
    bool nothingToDo = false;
    QStringList cannot; // what none of this can cure: one sentence each; then the changes are those that help
                        // all the same
};

// Whether the block has a client secret or a certificate, which only an application has. Its client id is
// that of the application.
bool namesApplication(const QMap<QString, ConfigurationValue> &arguments);

// An unknown client_id in the block (a resource's attribute, say) is taken to be the one that is meant.
DecisionFix fixDecision(const DecisionInput &input, const DecisionIntent &intent, const Host &host);

} // namespace signet
