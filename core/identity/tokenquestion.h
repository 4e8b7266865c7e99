#pragma once

#include "core/identity/identityselector.h"
#include "core/machine/endpointkind.h"
#include "core/machine/machine.h"
#include "core/net/addresses.h"
#include "core/result/identifiers.h"
#include "core/token/claims.h"

#include <QList>
#include <QString>

#include <optional>

namespace signet {

// What is asked, and what is known that the answer can be held against.
struct TokenQuestion {
    explicit TokenQuestion(IdentitySelector identity = {}, const QString &forResource = azureDevOpsResource);

    // Whose request it is. Signet's own goes by every variable that clients of Azure read, and gives up soon.
    // The provider's is the one that the Terraform provider (1.11 and later) sends: only what it reads
    // counts, and it is repeated as often as the provider repeats it.
    enum class Manner { Own, Provider };
    Manner manner = Manner::Own;
    // Which endpoint is asked; nothing means the one that the machine has (detectEndpoint).
    std::optional<EndpointKind> endpoint;
    IdentitySelector selector;
    // A v1 resource, GUID or URI; the v2 suffix "/.default" is removed.
    QString resource;
    // System or User: a token of the other type is a warning (IMDS cannot be asked for one of them).
    std::optional<IdentityType> wantedType;
    std::optional<TenantId> organizationTenant;
    // Object ids known from a directory; one of them given as client id is the classic mix-up.
    QList<ObjectId> knownObjectIds;
    std::optional<Machine> machine; // where it was detected already; else askForToken() detects it
};

} // namespace signet
