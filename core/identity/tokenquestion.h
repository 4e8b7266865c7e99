#pragma once

#include "core/identity/claims.h"
#include "core/identity/identityselector.h"
#include "core/net/addresses.h"
#include "core/result/identifiers.h"

#include <QList>
#include <QString>

#include <optional>

namespace signet {

// Which endpoint is asked; the words of `source` in reports.
enum class IdentitySource {
    None,
    Imds, // 169.254.169.254: virtual machines, scale sets, container instances, pods
};
QLatin1StringView toString(IdentitySource source); // "none", "imds"

// What is asked, and what is known that the answer can be held against.
struct TokenQuestion {
    explicit TokenQuestion(IdentitySelector identity = {}, const QString &forResource = azureDevOpsResource);

    IdentitySource source = IdentitySource::Imds;
    IdentitySelector selector;
    // A v1 resource, GUID or URI; the v2 suffix "/.default" is taken off.
    QString resource;
    // System or User: a token of the other type is a warning (IMDS cannot be asked for one of them).
    std::optional<IdentityType> wantedType;
    std::optional<TenantId> organizationTenant;
    // Object ids known from a directory; one of them given as client id is the classic mix-up.
    QList<ObjectId> knownObjectIds;
};

} // namespace signet
