#include "core/sandbox/tokenissuer.h"

#include <QCryptographicHash>
#include <QJsonDocument>
#include <QMessageAuthenticationCode>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

namespace {

constexpr qint64 lifetime = 86400;
constexpr qint64 backDating = 300;

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
    return {.notBefore = world.clock - backDating, .expiresOn = world.clock + lifetime};
}

QByteArray issueToken(const World &world, const ManagedIdentity &identity, const QString &resource)
{
    const TokenTimes times = tokenTimes(world);
    const QByteArray seed =
        identity.objectId.toUtf8() + '|' + resource.toUtf8() + '|' + QByteArray::number(times.notBefore);
    const QString keyId = u"signetSandboxKey000000000000"_s;
    const QJsonObject header{
        {u"typ"_s, u"JWT"_s}, {u"alg"_s, u"RS256"_s}, {u"x5t"_s, keyId}, {u"kid"_s, keyId}};

    const QString issuer = u"https://sts.windows.net/%1/"_s.arg(identity.tenantId);
    QJsonObject claims{
        {u"aud"_s, resource},
        {u"iss"_s, issuer},
        {u"iat"_s, times.notBefore},
        {u"nbf"_s, times.notBefore},
        {u"exp"_s, times.expiresOn},
        {u"aio"_s, u"E2"_s + opaque("aio" + seed, 40)},
        {u"appid"_s, identity.clientId},
        {u"appidacr"_s, u"2"_s},
        {u"idp"_s, issuer},
        {u"idtyp"_s, u"app"_s},
        {u"oid"_s, identity.objectId},
        {u"rh"_s, u"1."_s + opaque("rh" + seed, 38) + u'.'},
        {u"sub"_s, identity.objectId},
        {u"tid"_s, identity.tenantId},
        {u"uti"_s, opaque("uti" + seed, 22)},
        {u"ver"_s, u"1.0"_s},
        {u"xms_mirid"_s, asInToken(identity.resourceId)},
    };
    if (const Tenant *tenant = world.tenant(identity.tenantId))
        claims.insert(u"xms_tcdt"_s, QString::number(tenant->createdAt));
    if (identity.kind == ManagedIdentity::Kind::UserAssigned)
        claims.insert(u"xms_az_rid"_s, asInToken(world.machine.resourceId()));

    const QByteArray signedPart = segment(header) + '.' + segment(claims);
    return signedPart + '.' + signature(world, signedPart);
}

std::optional<QJsonObject> verifiedClaims(const World &world, const QByteArray &token)
{
    const QList<QByteArray> parts = token.split('.');
    if (parts.size() != 3 || parts[2] != signature(world, parts[0] + '.' + parts[1]))
        return std::nullopt;
    const QJsonDocument claims = QJsonDocument::fromJson(QByteArray::fromBase64(parts[1], segmentEncoding));
    if (!claims.isObject())
        return std::nullopt;
    return claims.object();
}

} // namespace signet::sandbox
