#pragma once

#include <QString>
#include <QUrl>
#include <QUrlQuery>

namespace signet {

// The application id of Azure DevOps in every Entra tenant: the resource that tokens are requested for.
// Source: Microsoft Learn, "Use service principals and managed identities in Azure DevOps".
inline constexpr QLatin1StringView azureDevOpsResource{"499b84ac-1321-427f-aa17-267ca6975798"};
// The same resource by its URI; a token can have either as its audience.
inline constexpr QLatin1StringView azureDevOpsResourceUri{"https://app.vssps.visualstudio.com/"};
inline constexpr QLatin1StringView armResource{"https://management.azure.com/"};
inline constexpr QLatin1StringView graphResource{"https://graph.microsoft.com/"};

// The services that a person's or an identity's token can be for.
enum class Resource { AzureDevOps, ResourceManager, MicrosoftGraph };
// As `resource` of a version 1 request asks for it.
QLatin1StringView resourceOf(Resource resource);
// "Azure DevOps", "Azure Resource Manager", "Microsoft Graph"
QLatin1StringView toString(Resource resource);

// Link-local address of the instance metadata service; plain http by design, IPv4 only.
inline constexpr QLatin1StringView imdsHost{"169.254.169.254"};
QUrl imdsUrl(const QString &path, const QUrlQuery &query);

// Hosts that one organization of Azure DevOps Services spreads over.
enum class DevOpsHost {
    Core, // dev.azure.com: projects, security, connectionData
    Graph, // vssps.dev.azure.com: groups, identities
    Entitlements, // vsaex.dev.azure.com: members and their access levels
    Profile, // app.vssps.visualstudio.com: a person and the organizations of a person; of no organization
};
QString hostName(DevOpsHost host);
// https://{host}/{organization}/{path}; the organization is percent-encoded, an empty one left out.
QUrl devOpsUrl(DevOpsHost host, const QString &organization, const QString &path, const QUrlQuery &query);

// https://login.microsoftonline.com/{tenant}/{path}; the tenant is an id, a domain or "organizations".
QUrl entraUrl(const QString &tenant, const QString &path, const QUrlQuery &query = {});
// https://management.azure.com/{path}
QUrl resourceManagerUrl(const QString &path, const QUrlQuery &query);
// https://graph.microsoft.com/v1.0/{path}
QUrl graphUrl(const QString &path, const QUrlQuery &query);

// Whether a token for this resource can be sent to this address: https, and a host of that service. Redirects
// are never followed, so the first address is the only one.
bool mayCarryToken(Resource resource, const QUrl &url);

// Whether this address can be an identity endpoint: the metadata address or loopback. Anything else is
// refused before a secret is sent.
bool isIdentityEndpointAddress(const QUrl &url);

} // namespace signet
