#pragma once

#include "core/sandbox/world/world.h"

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

// Everything issued here is made of the world and its clock only, so the same question gives the same
// answer, and ends in base64url("signet-sandbox-token:" + HMAC-SHA256): what leaked into some output is
// found by searching for c2lnbmV0LXNhbmRib3gtdG9rZW4.

// A signed token of Entra, version 1, as the metadata service hands it out: valid for 24 hours, dated
// back by five minutes.
QByteArray issueToken(const World &world, const ManagedIdentity &identity, const QString &resource);

struct TokenTimes {
    qint64 notBefore = 0;
    qint64 expiresOn = 0;
};
TokenTimes tokenTimes(const World &world);
// The same of the tokens below: valid for 75 minutes, what Entra gives on average.
TokenTimes signedInTokenTimes(const World &world);

// The resource decides the version of its tokens. Those of Azure DevOps, Resource Manager and Graph are
// version 1: appid, upn, unique_name; version 2 has azp and preferred_username in their place.
enum class TokenVersion { First, Second };

// Of a person who signed in to a tenant, home or inviting, with a client.
QByteArray issuePersonToken(const World &world, const Person &person, const QString &tenantId,
                            const QString &clientId, const QString &resource, const QString &scopes,
                            TokenVersion version = TokenVersion::First);
// Of an application that proved itself with a secret; its service principal must be in the tenant.
QByteArray issueApplicationToken(const World &world, const Application &application, const QString &resource);
// Who signed in, for the client itself; always version 2.
// What a workload presents at Entra in place of a secret: of that issuer, about that subject.
QByteArray issueAssertion(const World &world, const QString &issuer, const QString &subject);
QByteArray issueIdToken(const World &world, const Person &person, const QString &tenantId,
                        const QString &clientId, const QString &nonce);

// What a client keeps to get further tokens without the person: opaque to it, bound to the person, to
// the tenant signed in to and to the client, good for 90 days.
struct RefreshGrant {
    QString personId; // object id in the home tenant
    QString tenantId;
    QString clientId;
    qint64 issuedAt = 0; // epoch seconds
    int generation = 0; // counts the rotations

    qint64 expiresOn() const { return issuedAt + 90 * 86400; }
};
QByteArray issueRefreshToken(const World &world, const RefreshGrant &grant);
// For a person who signed in now, in the home tenant.
QByteArray issueRefreshToken(const World &world, const Person &person, const QString &clientId);
// Nothing when this world did not issue it. Whether it has expired or was revoked is not looked at.
std::optional<RefreshGrant> refreshGrant(const World &world, const QByteArray &refreshToken);

// The claims of a token that this world has signed; nothing when the text is no token or was changed.
std::optional<QJsonObject> verifiedClaims(const World &world, const QByteArray &token);

// The token of an Authorization header, judged by all but its audience.
struct BearerToken {
    enum class State { Missing, Invalid, Expired, Valid };
    State state = State::Missing;
    QJsonObject claims;

    QString claim(const QString &name) const { return claims.value(name).toString(); }
    Audience audience() const { return audienceOf(claim(QStringLiteral("aud"))); }
    bool isPerson() const { return claim(QStringLiteral("idtyp")) == QLatin1StringView("user"); }
};
BearerToken bearerToken(const World &world, const QByteArray &authorization);

} // namespace signet::sandbox
