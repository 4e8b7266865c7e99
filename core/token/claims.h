#pragma once

#include "core/result/result.h"
#include "core/result/secret.h"

#include <QJsonObject>
#include <QLatin1StringView>
#include <QList>
#include <QString>
#include <QStringList>

#include <array>
#include <chrono>
#include <optional>

namespace signet {

// What an access token states about itself. Read, not verified: the signature is for the resource to
// check. Claims of Entra tokens, version 1.0 and 2.0: Microsoft Learn, "Access token claims
// reference". A claim of the wrong type counts as absent.
struct Claims {
    QStringList audience; // aud; one entry unless it was a list
    bool audienceIsList = false;
    QString issuer; // iss
    QString tenantId; // tid, else the tenant in iss
    QString objectId; // oid: the service principal; what Azure DevOps calls originId
    QString subject; // sub; equals oid for applications
    QString appId; // appid (1.0) or azp (2.0): the client id
    QString appIdAcr; // appidacr or azpacr: "0" public client, "1" secret, "2" certificate
    QString idtyp; // "app", "user" or empty
    QString identityProvider; // idp
    QString miResourceId; // xms_mirid: resource id of the identity
    QString azureResourceId; // xms_az_rid: resource id of the machine that asked
    std::optional<qint64> notBefore; // nbf; seconds of Unix time, as the next two
    std::optional<qint64> issuedAt; // iat
    std::optional<qint64> expires; // exp
    QStringList scopes; // scp: what a person delegated; never in a managed identity's token
    QStringList roles;
    QString upn;
    QString uniqueName; // unique_name or preferred_username
    QString version; // ver
    QString alg; // header
    QString keyId; // header, kid
    QString uti; // finds the row in the sign-in log
    bool isSigned = false; // the third part is not empty

    QJsonObject header; // as received
    QJsonObject payload; // as received: also what is not named above
};

// Fails with finding token-not-decodable, evidence {reason}; never quotes the token.
Result<Claims> decodeClaims(const Secret &token);

enum class IdentityType {
    System, // system-assigned managed identity
    User, // user-assigned managed identity
    Person,
    Application, // service principal with a secret or a certificate of its own
    Unknown, // the token does not tell
};
// "system-assigned", "user-assigned", "person", "application", "unknown": identity.kind of a report
QLatin1StringView toString(IdentityType type);

// xms_mirid decides: a user-assigned identity is a resource of its own, a system-assigned one has the
// id of its machine. It is only issued for audiences of Microsoft's own services, so its absence
// says nothing.
IdentityType identityTypeOf(const Claims &claims);
// The same for a resource id alone; Unknown when it is empty.
IdentityType identityTypeOf(const QString &miResourceId);

// Resource id of the machine: xms_az_rid, else xms_mirid of a system-assigned identity.
QString machineResourceId(const Claims &claims);
// Resource id of the user-assigned identity; empty for others.
QString userAssignedResourceId(const Claims &claims);
// upn, else unique_name; empty for applications.
QString userName(const Claims &claims);

// The cloud whose authority issued the token, by the names of the metadata service ("AzureUSGovernmentCloud",
// "AzureChinaCloud", "AzureGermanCloud"); empty for the public cloud and where the issuer does not tell.
// Tokens of version 1.0 of the government cloud name the issuer of the public one.
QString otherCloudOf(const Claims &claims);

// "Azure DevOps", "Azure Resource Manager", "Microsoft Graph" ...; empty when the audience is unknown.
QString audienceName(const QString &audience);
bool audienceIsAzureDevOps(const QString &audience);
// Whether a token with this audience is one for the resource: the same service may be named by its
// GUID or by a URI, with or without a slash at the end, in any case.
bool audienceMatches(const QString &audience, const QString &resource);

// What a claim is about, in this order. JSON has these words.
inline constexpr std::array claimGroups{QLatin1StringView("who"), QLatin1StringView("for whom"),
                                        QLatin1StringView("from where"), QLatin1StringView("until when")};

// One claim in plain words.
struct ClaimLine {
    QString group; // one of claimGroups
    QString claim; // "oid"; claims of the header as "header.alg"
    QString value; // shortened; times as ISO 8601 in UTC
    QString sentence;
};

// Every claim of the token, known or not, in the order of the groups. Holds no part of the token
// itself; free text is cut to 120 characters.
QList<ClaimLine> explainClaims(const Claims &claims, std::chrono::sys_seconds now);

} // namespace signet
