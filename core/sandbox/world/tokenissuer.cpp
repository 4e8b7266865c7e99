#include "core/sandbox/world/tokenissuer.h"

#include "core/sandbox/world/directory.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

constexpr qint64 lifetime = 86400;
constexpr qint64 signedInLifetime = 4500;
constexpr qint64 backDating = 300;
// In place of the dots: nobody else takes it for a web token.
constexpr char opaqueSeparator = '~';

// The colon keeps the letters of the marker the same whatever follows.
constexpr QByteArrayView marker = "signet-sandbox-token:";

constexpr auto segmentEncoding = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QByteArray segment(const QByteArray &bytes)
{
    return bytes.toBase64(segmentEncoding);
}

QByteArray segment(const QJsonObject &object)
{
    return segment(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QByteArray signature(const World &world, const QByteArray &signedPart)
{
    return segment(
        marker.toByteArray()
        + QMessageAuthenticationCode::hash(signedPart, world.signingKey, QCryptographicHash::Sha256));
}

// What looks random in a real token, but is the same for the same question.
QString opaque(const QByteArray &seed, qsizetype length)
{
    return QString::fromLatin1(
               QCryptographicHash::hash(seed, QCryptographicHash::Sha256).toBase64(segmentEncoding))
        .left(length);
}

// The group segment of resource ids in tokens is lower case.
QString asInToken(QString resourceId)
{
    return resourceId.replace("/resourceGroups/"_L1, "/resourcegroups/"_L1);
}

QByteArray signedToken(const World &world, const QJsonObject &claims)
{
    const QString keyId = u"signetSandboxKey000000000000"_s;
    QJsonObject header{{u"typ"_s, u"JWT"_s}, {u"alg"_s, u"RS256"_s}, {u"kid"_s, keyId}};
    if (claims.value("ver"_L1).toString() == "1.0"_L1)
        header.insert(u"x5t"_s, keyId);
    const QByteArray signedPart = segment(header) + '.' + segment(claims);
    return signedPart + '.' + signature(world, signedPart);
}

QString firstIssuer(const QString &tenantId)
{
    return u"https://sts.windows.net/%1/"_s.arg(tenantId);
}

QString secondIssuer(const QString &tenantId)
{
    return u"https://login.microsoftonline.com/%1/v2.0"_s.arg(tenantId);
}

// What every token has, whoever it is for.
QJsonObject commonClaims(const QString &audience, const QString &issuer, const QString &tenantId,
                         const QString &objectId, const TokenTimes &times)
{
    const QByteArray seed =
        objectId.toUtf8() + '|' + audience.toUtf8() + '|' + QByteArray::number(times.notBefore);
    return {{u"aud"_s, audience},
            {u"iss"_s, issuer},
            {u"iat"_s, times.notBefore},
            {u"nbf"_s, times.notBefore},
            {u"exp"_s, times.expiresOn},
            {u"aio"_s, u"E2"_s + opaque("aio" + seed, 40)},
            {u"oid"_s, objectId},
            {u"rh"_s, u"1."_s + opaque("rh" + seed, 38) + u'.'},
            {u"sub"_s, objectId},
            {u"tid"_s, tenantId},
            {u"uti"_s, opaque("uti" + seed, 22)}};
}

// The subject of a person differs from the object id, and from client to client.
QString subjectOf(const QString &objectId, const QString &clientId)
{
    return opaque("sub" + objectId.toUtf8() + clientId.toUtf8(), 43);
}

// Keeps a refresh token from being taken for a signed token, and the other way round.
QByteArray refreshSignature(const World &world, const QByteArray &payload)
{
    return signature(world, "refresh:" + payload);
}

} // namespace

Audience audienceOf(const QString &resource)
{
    QString name = resource.toLower();
    if (name.endsWith(u'/'))
        name.chop(1);
    if (name == QStringView(azureDevOpsResource) || name == "https://app.vssps.visualstudio.com"_L1)
        return Audience::AzureDevOps;
    if (name == "https://management.azure.com"_L1 || name == "https://management.core.windows.net"_L1)
        return Audience::ResourceManager;
    if (name == "https://graph.microsoft.com"_L1 || name == "00000003-0000-0000-c000-000000000000"_L1)
        return Audience::Graph;
    return Audience::Unknown;
}

TokenTimes tokenTimes(const World &world)
{
    const qint64 issued =
        world.clock - (world.metadata.keptToken ? world.metadata.keptToken->age : qint64(0));
    return {.notBefore = issued - backDating, .expiresOn = issued + lifetime};
}

QByteArray issueToken(const World &world, const ManagedIdentity &identity, const QString &resource)
{
    const TokenTimes times = tokenTimes(world);
    const QString issuer = firstIssuer(identity.tenantId);
    QJsonObject claims = commonClaims(resource, issuer, identity.tenantId, identity.objectId, times);
    claims.insert(u"appid"_s, identity.clientId);
    claims.insert(u"appidacr"_s, u"2"_s);
    claims.insert(u"idp"_s, issuer);
    claims.insert(u"idtyp"_s, u"app"_s);
    claims.insert(u"ver"_s, u"1.0"_s);
    claims.insert(u"xms_mirid"_s, asInToken(identity.resourceId));
    if (const Tenant *tenant = world.tenant(identity.tenantId))
        claims.insert(u"xms_tcdt"_s, QString::number(tenant->createdAt));
    if (identity.kind == ManagedIdentity::Kind::UserAssigned)
        claims.insert(u"xms_az_rid"_s, asInToken(world.machine.resourceId()));
    if (const auto &kept = world.metadata.keptToken)
        claims.insert(u"groups"_s, QJsonArray::fromStringList(kept->groups));

    QByteArray token = signedToken(world, claims);
    return world.metadata.opaqueTokens ? token.replace('.', opaqueSeparator) : token;
}

TokenTimes signedInTokenTimes(const World &world)
{
    return {.notBefore = world.clock - backDating, .expiresOn = world.clock + signedInLifetime};
}

QByteArray issuePersonToken(const World &world, const Person &person, const QString &tenantId,
                            const QString &clientId, const QString &resource, const QString &scopes,
                            TokenVersion version)
{
    const bool first = version == TokenVersion::First;
    const QString objectId = objectIdIn(person, tenantId);
    QJsonObject claims = commonClaims(resource, first ? firstIssuer(tenantId) : secondIssuer(tenantId),
                                      tenantId, objectId, signedInTokenTimes(world));
    claims.insert(u"sub"_s, subjectOf(objectId, clientId));
    claims.insert(u"idtyp"_s, u"user"_s);
    claims.insert(u"name"_s, person.name);
    claims.insert(u"scp"_s, scopes);
    // Without a secret: a public client.
    if (first) {
        claims.insert(u"acr"_s, u"1"_s);
        claims.insert(u"amr"_s, QJsonArray{u"pwd"_s, u"mfa"_s});
        claims.insert(u"appid"_s, clientId);
        claims.insert(u"appidacr"_s, u"0"_s);
        claims.insert(u"given_name"_s, person.name.section(u' ', 0, 0));
        claims.insert(u"family_name"_s, person.name.section(u' ', 1));
        claims.insert(u"unique_name"_s, person.userPrincipalName);
        claims.insert(u"upn"_s, userPrincipalNameIn(world, person, tenantId));
        claims.insert(u"ver"_s, u"1.0"_s);
    } else {
        claims.insert(u"azp"_s, clientId);
        claims.insert(u"azpacr"_s, u"0"_s);
        claims.insert(u"preferred_username"_s, person.userPrincipalName);
        claims.insert(u"ver"_s, u"2.0"_s);
    }
    // Tells a guest.
    if (!sameName(person.tenantId, tenantId))
        claims.insert(u"idp"_s, firstIssuer(person.tenantId));
    return signedToken(world, claims);
}

QByteArray issueApplicationToken(const World &world, const Application &application, const QString &resource)
{
    const QString issuer = firstIssuer(application.tenantId);
    QJsonObject claims = commonClaims(resource, issuer, application.tenantId,
                                      application.servicePrincipalObjectId, signedInTokenTimes(world));
    claims.insert(u"appid"_s, application.clientId);
    claims.insert(u"appidacr"_s, u"1"_s);
    claims.insert(u"idp"_s, issuer);
    claims.insert(u"idtyp"_s, u"app"_s);
    claims.insert(u"ver"_s, u"1.0"_s);
    return signedToken(world, claims);
}

QByteArray issueAssertion(const World &world, const QString &issuer, const QString &subject)
{
    const TokenTimes times = signedInTokenTimes(world);
    return signedToken(world,
                       {{u"aud"_s, u"api://AzureADTokenExchange"_s},
                        {u"iss"_s, issuer},
                        {u"sub"_s, subject},
                        {u"nbf"_s, times.notBefore},
                        {u"exp"_s, times.notBefore + 600}});
}

QByteArray issueIdToken(const World &world, const Person &person, const QString &tenantId,
                        const QString &clientId, const QString &nonce)
{
    const QString objectId = objectIdIn(person, tenantId);
    QJsonObject claims =
        commonClaims(clientId, secondIssuer(tenantId), tenantId, objectId, signedInTokenTimes(world));
    claims.insert(u"sub"_s, subjectOf(objectId, clientId));
    claims.insert(u"name"_s, person.name);
    claims.insert(u"preferred_username"_s, person.userPrincipalName);
    claims.insert(u"ver"_s, u"2.0"_s);
    if (!nonce.isEmpty())
        claims.insert(u"nonce"_s, nonce);
    if (!sameName(person.tenantId, tenantId))
        claims.insert(u"idp"_s, firstIssuer(person.tenantId));
    return signedToken(world, claims);
}

QByteArray issueRefreshToken(const World &world, const RefreshGrant &grant)
{
    const QByteArray payload = segment(QJsonObject{{u"person"_s, grant.personId},
                                                   {u"tenant"_s, grant.tenantId},
                                                   {u"client"_s, grant.clientId},
                                                   {u"issued"_s, grant.issuedAt},
                                                   {u"generation"_s, grant.generation}});
    return "1." + payload + '.' + refreshSignature(world, payload);
}

QByteArray issueRefreshToken(const World &world, const Person &person, const QString &clientId)
{
    RefreshGrant grant;
    grant.personId = person.objectId;
    grant.tenantId = person.tenantId;
    grant.clientId = clientId;
    grant.issuedAt = world.clock;
    return issueRefreshToken(world, grant);
}

std::optional<RefreshGrant> refreshGrant(const World &world, const QByteArray &refreshToken)
{
    const QList<QByteArray> parts = refreshToken.split('.');
    if (parts.size() != 3 || parts[0] != "1" || parts[2] != refreshSignature(world, parts[1]))
        return std::nullopt;
    const QJsonObject payload =
        QJsonDocument::fromJson(QByteArray::fromBase64(parts[1], segmentEncoding)).object();
    RefreshGrant grant;
    grant.personId = payload.value("person"_L1).toString();
    grant.tenantId = payload.value("tenant"_L1).toString();
    grant.clientId = payload.value("client"_L1).toString();
    grant.issuedAt = payload.value("issued"_L1).toInteger();
    grant.generation = payload.value("generation"_L1).toInt();
    return grant;
}

std::optional<QJsonObject> verifiedClaims(const World &world, const QByteArray &token)
{
    const QList<QByteArray> parts =
        token.split(world.metadata.opaqueTokens && !token.contains('.') ? opaqueSeparator : '.');
    if (parts.size() != 3 || parts[2] != signature(world, parts[0] + '.' + parts[1]))
        return std::nullopt;
    const QJsonDocument claims = QJsonDocument::fromJson(QByteArray::fromBase64(parts[1], segmentEncoding));
    if (!claims.isObject())
        return std::nullopt;
    return claims.object();
}

BearerToken bearerToken(const World &world, const QByteArray &authorization)
{
    BearerToken token;
    if (authorization.left(7).toLower() != "bearer ")
        return token;
    const std::optional<QJsonObject> claims = verifiedClaims(world, authorization.mid(7).trimmed());
    if (!claims) {
        token.state = BearerToken::State::Invalid;
        return token;
    }
    token.claims = *claims;
    token.state = claims->value("exp"_L1).toInteger() <= world.clock ? BearerToken::State::Expired
                                                                     : BearerToken::State::Valid;
    return token;
}

} // namespace signet::sandbox
