#pragma once

#include "core/result/identifiers.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// What a person asks a diagnosis: which organization, and which identity is meant to work there.
// Whoever is intended is an expectation; what is asked of the identity endpoint is what the Terraform
// provider would ask, and that knows a client id or nothing (terraform-provider facts: there is no
// argument for an object id or a resource id).
struct Question {
    QString organization; // as given; empty when none was named
    QString organizationOrigin; // "--org", "env:AZDO_ORG_SERVICE_URL"; for the report
    std::optional<ClientId> clientId;
    QString clientIdOrigin; // "--client-id", "env:ARM_CLIENT_ID"
    std::optional<ObjectId> objectId;
    std::optional<ResourceId> resourceId;
    QStringList projects; // that must be visible
};

} // namespace signet
