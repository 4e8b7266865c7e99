#pragma once

#include "core/sandbox/world.h"

#include <QByteArray>
#include <QJsonObject>

#include <optional>

namespace signet::sandbox {

// The application id of Azure DevOps in Entra: what a token for it is asked for.
inline constexpr char16_t azureDevOpsResource[] = u"499b84ac-1321-427f-aa17-267ca6975798";

enum class Audience { AzureDevOps, ResourceManager, Graph, Unknown };

// A resource as it is asked for or as it stands in `aud`: GUID or address, with or without the last
// slash, without case. "…/.default" is a scope, not a resource, and hence unknown.
Audience audienceOf(const QString &resource);

// A signed token of Entra, version 1, as the metadata service hands it out: valid for 24 hours, dated
// back by five minutes. Made of the world's clock only, so the same question gives the same token.
// The signature is base64url("signet-sandbox-token:" + HMAC-SHA256), so that a token which leaked into
// some output is found by searching for c2lnbmV0LXNhbmRib3gtdG9rZW4.
QByteArray issueToken(const World &world, const ManagedIdentity &identity, const QString &resource);

struct TokenTimes {
    qint64 notBefore = 0;
    qint64 expiresOn = 0;
};
TokenTimes tokenTimes(const World &world);

// The claims of a token that this world has signed; nothing when the text is no token or was changed.
std::optional<QJsonObject> verifiedClaims(const World &world, const QByteArray &token);

} // namespace signet::sandbox
