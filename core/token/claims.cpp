#include "core/token/claims.h"

#include "core/result/reason.h"
#include "core/token/epochtime.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QUrl>

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

Problem notDecodable(const QString &reason)
{
    return Problem(finding::tokenNotDecodable, {{u"reason"_s, reason}});
}

// base64url without padding, as JWS (RFC 7515, appendix C) has it.
std::optional<QJsonObject> jsonPart(const QByteArray &part)
{
    const auto bytes =
        QByteArray::fromBase64Encoding(part,
                                       QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals
                                           | QByteArray::AbortOnBase64DecodingErrors);
    if (!bytes || part.endsWith('='))
        return std::nullopt;
    const QJsonDocument json = QJsonDocument::fromJson(*bytes);
    if (!json.isObject())
        return std::nullopt;
    return json.object();
}

QString textOf(const QJsonObject &claims, QLatin1StringView name)
{
    return claims[name].toString();
}

// The first of the names that has text.
QString firstText(const QJsonObject &claims, std::initializer_list<QLatin1StringView> names)
{
    for (const QLatin1StringView name : names) {
        const QString text = textOf(claims, name);
        if (!text.isEmpty())
            return text;
    }
    return {};
}

QStringList textsOf(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().isEmpty() ? QStringList() : QStringList(value.toString());
    QStringList texts;
    const QJsonArray list = value.toArray();
    for (const QJsonValue entry : list) {
        if (entry.isString())
            texts.append(entry.toString());
    }
    return texts;
}

// https://sts.windows.net/{tenant}/ or https://{authority}/{tenant}/v2.0
QString tenantOfIssuer(const QString &issuer)
{
    static const QRegularExpression form(
        u"\\Ahttps://[^/]+/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(/|/v2\\.0)?\\z"_s,
        QRegularExpression::CaseInsensitiveOption);
    return form.match(issuer).captured(1);
}

// Services and the audiences they are known by: application id first, then their URIs, all in the
// form of comparable(). Sources: Microsoft Learn, "Application IDs of commonly used Microsoft
// applications" and the pages of the services.
struct Service {
    QLatin1StringView name;
    std::array<QLatin1StringView, 8> audiences;
};
constexpr std::array<Service, 8> services{{
    {"Azure DevOps"_L1, {"499b84ac-1321-427f-aa17-267ca6975798"_L1, "https://app.vssps.visualstudio.com"_L1}},
    {"Azure Resource Manager"_L1,
     {"797f4846-ba00-4fd7-ba43-dac1f8f63013"_L1, "https://management.azure.com"_L1,
      "https://management.core.windows.net"_L1, "https://management.core.usgovcloudapi.net"_L1,
      "https://management.usgovcloudapi.net"_L1, "https://management.core.chinacloudapi.cn"_L1,
      "https://management.chinacloudapi.cn"_L1}},
    {"Microsoft Graph"_L1,
     {"00000003-0000-0000-c000-000000000000"_L1, "https://graph.microsoft.com"_L1,
      "https://graph.microsoft.us"_L1, "https://dod-graph.microsoft.us"_L1,
      "https://microsoftgraph.chinacloudapi.cn"_L1}},
    {"Azure AD Graph"_L1, {"00000002-0000-0000-c000-000000000000"_L1, "https://graph.windows.net"_L1}},
    {"Azure Key Vault"_L1, {"cfa8b339-82a2-471a-a3c9-0fc0be7a4093"_L1, "https://vault.azure.net"_L1}},
    {"Azure Storage"_L1, {"e406a681-f3d4-42a8-90b6-c2b029497af1"_L1, "https://storage.azure.com"_L1}},
    {"Azure SQL Database"_L1, {"022907d3-0f1b-48f7-badc-1ba6abab6d66"_L1, "https://database.windows.net"_L1}},
    {"workload identity federation"_L1, {"api://azureadtokenexchange"_L1}},
}};

// An audience without what makes no difference: case, slashes at the end, the old prefix "spn:".
QString comparable(const QString &audience)
{
    QString text = audience.trimmed().toLower();
    if (text.startsWith("spn:"_L1))
        text.remove(0, 4);
    while (text.endsWith(u'/'))
        text.chop(1);
    return text;
}

const Service *serviceOf(const QString &audience)
{
    const QString wanted = comparable(audience);
    if (wanted.isEmpty())
        return nullptr;
    for (const Service &service : services) {
        for (const QLatin1StringView known : service.audiences) {
            if (wanted == known)
                return &service;
        }
    }
    return nullptr;
}

} // namespace

Result<Claims> decodeClaims(const Secret &token)
{
    const QByteArray text = token.reveal();
    for (const char c : text) {
        if (c <= ' ' || c > '~')
            return notDecodable(
                reasonText(QT_TRANSLATE_NOOP("Reason", "it contains spaces or control characters")));
    }
    const QList<QByteArray> parts = text.split('.');
    if (parts.size() != 3)
        return notDecodable(
            parts.size() == 1 ? reasonText(QT_TRANSLATE_NOOP(
                                    "Reason", "it is opaque: a JSON Web Token has three parts, this has one"))
                              : reasonText(reasons::tokenParts, parts.size()));
    const auto header = jsonPart(parts.at(0));
    if (!header)
        return notDecodable(reasonText(QT_TRANSLATE_NOOP("Reason", "its header is not JSON in base64url")));
    const auto payload = jsonPart(parts.at(1));
    if (!payload)
        return notDecodable(reasonText(QT_TRANSLATE_NOOP("Reason", "its claims are not JSON in base64url")));

    Claims claims;
    claims.header = *header;
    claims.payload = *payload;
    claims.isSigned = !parts.at(2).isEmpty();
    claims.alg = textOf(*header, "alg"_L1);
    claims.keyId = textOf(*header, "kid"_L1);

    const QJsonObject &p = *payload;
    claims.audience = textsOf(p["aud"_L1]);
    claims.audienceIsList = p["aud"_L1].isArray();
    claims.issuer = textOf(p, "iss"_L1);
    claims.tenantId = firstText(p, {"tid"_L1});
    if (claims.tenantId.isEmpty())
        claims.tenantId = tenantOfIssuer(claims.issuer);
    claims.objectId = textOf(p, "oid"_L1);
    claims.subject = textOf(p, "sub"_L1);
    claims.appId = firstText(p, {"appid"_L1, "azp"_L1});
    claims.appIdAcr = firstText(p, {"appidacr"_L1, "azpacr"_L1});
    claims.idtyp = textOf(p, "idtyp"_L1);
    claims.identityProvider = textOf(p, "idp"_L1);
    claims.miResourceId = textOf(p, "xms_mirid"_L1);
    claims.azureResourceId = textOf(p, "xms_az_rid"_L1);
    claims.notBefore = epochSeconds(p["nbf"_L1]);
    claims.issuedAt = epochSeconds(p["iat"_L1]);
    claims.expires = epochSeconds(p["exp"_L1]);
    claims.scopes =
        p["scp"_L1].isString() ? textOf(p, "scp"_L1).split(u' ', Qt::SkipEmptyParts) : textsOf(p["scp"_L1]);
    claims.roles = textsOf(p["roles"_L1]);
    claims.upn = textOf(p, "upn"_L1);
    claims.uniqueName = firstText(p, {"unique_name"_L1, "preferred_username"_L1});
    claims.version = textOf(p, "ver"_L1);
    claims.uti = textOf(p, "uti"_L1);
    return claims;
}

QLatin1StringView toString(IdentityType type)
{
    switch (type) {
    case IdentityType::System:
        return "system-assigned"_L1;
    case IdentityType::User:
        return "user-assigned"_L1;
    case IdentityType::Person:
        return "person"_L1;
    case IdentityType::Application:
        return "application"_L1;
    case IdentityType::Unknown:
        return "unknown"_L1;
    }
    Q_UNREACHABLE();
}

IdentityType identityTypeOf(const QString &miResourceId)
{
    if (miResourceId.isEmpty())
        return IdentityType::Unknown;
    if (miResourceId.contains("/providers/Microsoft.ManagedIdentity/userAssignedIdentities/"_L1,
                              Qt::CaseInsensitive))
        return IdentityType::User;
    // Any other resource has the identity for itself; the list of such types grows with Azure.
    return miResourceId.contains("/providers/"_L1, Qt::CaseInsensitive) ? IdentityType::System
                                                                        : IdentityType::Unknown;
}

IdentityType identityTypeOf(const Claims &claims)
{
    const bool saysApplication = claims.idtyp.compare("app"_L1, Qt::CaseInsensitive) == 0;
    if (!saysApplication
        && (claims.idtyp.compare("user"_L1, Qt::CaseInsensitive) == 0 || !claims.scopes.isEmpty()
            || !userName(claims).isEmpty()))
        return IdentityType::Person;
    const IdentityType byResource = identityTypeOf(claims.miResourceId);
    if (byResource != IdentityType::Unknown)
        return byResource;
    // Managed identities hold a certificate that the platform renews; a secret is somebody's own.
    return claims.appIdAcr == "1"_L1 ? IdentityType::Application : IdentityType::Unknown;
}

QString machineResourceId(const Claims &claims)
{
    if (!claims.azureResourceId.isEmpty())
        return claims.azureResourceId;
    return identityTypeOf(claims.miResourceId) == IdentityType::System ? claims.miResourceId : QString();
}

QString userAssignedResourceId(const Claims &claims)
{
    return identityTypeOf(claims.miResourceId) == IdentityType::User ? claims.miResourceId : QString();
}

QString userName(const Claims &claims)
{
    return claims.upn.isEmpty() ? claims.uniqueName : claims.upn;
}

QString otherCloudOf(const Claims &claims)
{
    // Microsoft Learn, "National clouds" of the identity platform; the older names are in the tokens of
    // version 1.0.
    static constexpr std::array<std::pair<QLatin1StringView, QLatin1StringView>, 7> authorities{{
        {"login.microsoftonline.us"_L1, "AzureUSGovernmentCloud"_L1},
        {"login-us.microsoftonline.com"_L1, "AzureUSGovernmentCloud"_L1},
        {"login.partner.microsoftonline.cn"_L1, "AzureChinaCloud"_L1},
        {"login.chinacloudapi.cn"_L1, "AzureChinaCloud"_L1},
        {"sts.chinacloudapi.cn"_L1, "AzureChinaCloud"_L1},
        {"login.microsoftonline.de"_L1, "AzureGermanCloud"_L1},
        {"sts.microsoftonline.de"_L1, "AzureGermanCloud"_L1},
    }};
    const QString host = QUrl(claims.issuer).host();
    for (const auto &[name, cloud] : authorities) {
        if (host == name)
            return cloud;
    }
    return {};
}

QString audienceName(const QString &audience)
{
    const Service *service = serviceOf(audience);
    return service ? QString(service->name) : QString();
}

bool audienceIsAzureDevOps(const QString &audience)
{
    return serviceOf(audience) == &services.front();
}

bool audienceMatches(const QString &audience, const QString &resource)
{
    if (comparable(audience) == comparable(resource))
        return true;
    const Service *service = serviceOf(audience);
    return service != nullptr && service == serviceOf(resource);
}

} // namespace signet
