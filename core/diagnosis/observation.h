#pragma once

#include "core/devops/connectiondata.h"
#include "core/devops/hostreach.h"
#include "core/devops/member.h"
#include "core/devops/organizationprobe.h"
#include "core/devops/projects.h"
#include "core/identity/instancefacts.h"
#include "core/identity/providerdifference.h"
#include "core/identity/tokenanswer.h"
#include "core/machine/machine.h"
#include "core/terraform/explanation.h"

#include <QJsonObject>
#include <QString>

#include <memory>
#include <optional>
#include <variant>

namespace signet {

// What the checks saw: plain data without opinion, one kind for each check that asks.

struct MachineSeen {
    Machine machine;
    QString userName; // whom this program runs as: firewalls tell accounts apart
    EndpointKind endpoint = EndpointKind::Imds; // that would give this machine a token
    bool hasArcVariables = false; // those by which other programs find the agent of Azure Arc
    QList<ProviderDifference> differences = {}; // where the Terraform provider would ask in another way
};

// How Terraform's token request would leave this machine.
struct ProxySeen {
    QString variable; // "HTTP_PROXY"; empty when no proxy is in the way
    QString proxy; // host and port, without sign-in
    QString host = {}; // of the identity endpoint, as NO_PROXY has to name it
};

struct InstanceSeen {
    TokenAnswer answer;
    std::optional<InstanceFacts> instance;
    QString tenantId; // of the system-assigned identity; empty when there is none
};

// The token request as the provider would send it, and what further questions showed where it failed
// or another identity answered.
struct TokenSeen {
    // One more question to the same endpoint.
    struct Probe {
        bool works = false;
        QString clientId; // of the token that came
        QString objectId;
    };

    TokenAnswer answer; // without the token itself
    std::optional<Claims> claims; // nothing when there was no token, or it cannot be read
    QString clientId; // that was asked for; empty when none was
    QString clientIdOrigin; // "--client-id", "env:ARM_CLIENT_ID"
    std::optional<Probe> withoutSelector; // asked when a client id was refused
    std::optional<Probe> asObjectId; // the refused client id, asked for as an object id
    std::optional<Probe> intended; // the identity that is meant, by its object id or resource id
};

struct HostsSeen {
    QList<HostReachSeen> hosts;
};

// What the files of the configuration say.
struct ConfigurationSeen {
    std::optional<Problem> problem; // why it could not be read at all
    std::shared_ptr<const Explanation> explanation; // null with a problem
};

// Whom the provider would be, by its own rules.
struct CredentialSeen {
    std::shared_ptr<const Explanation> explanation; // null when the configuration could not be read
};

using Observation = std::variant<std::monostate, MachineSeen, ProxySeen, InstanceSeen, TokenSeen,
                                 OrganizationSeen, OrganizationTenantSeen, ConnectionSeen, ProjectsSeen,
                                 HostsSeen, ConfigurationSeen, CredentialSeen, MemberSeen>;

// As it stands in a report. No secret: the token is not part of any observation.
QJsonObject toJson(const Observation &observation);

} // namespace signet
