#pragma once

#include "core/identity/instancefacts.h"
#include "core/identity/providerdifference.h"
#include "core/identity/tokenanswer.h"
#include "core/machine/machine.h"

#include <QString>

#include <optional>

namespace signet {

struct MachineSeen {
    Machine machine;
    QString userName; // that this program runs as: firewalls tell accounts apart
    EndpointKind endpoint = EndpointKind::Imds; // that would give this machine a token
    bool hasArcVariables = false; // those by which other programs find the agent of Azure Arc
    QList<ProviderDifference> differences = {}; // where the Terraform provider would ask in another way
};

// How Terraform's token request would leave this machine.
struct ProxySeen {
    QString variable; // "HTTP_PROXY"; empty when no proxy is in the way
    QString proxy; // host and port, without sign-in
    QString host = {}; // of the identity endpoint, as NO_PROXY has to name it
    QString refusedVariable = {}; // by whose value Go fails requests that Terraform needs; empty for none
    QString refusalReason = {};
};

struct InstanceSeen {
    TokenAnswer answer;
    std::optional<InstanceFacts> instance;
    QString tenantId; // of the system-assigned identity; empty when there is none
};

} // namespace signet
