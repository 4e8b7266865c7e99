#pragma once

#include <QString>
#include <QUrl>
#include <QUrlQuery>

namespace signet {

// The application id of Azure DevOps in every Entra tenant: the resource a token is asked for.
// Source: Microsoft Learn, "Use service principals and managed identities in Azure DevOps".
inline constexpr QLatin1StringView azureDevOpsResource{"499b84ac-1321-427f-aa17-267ca6975798"};
// The same resource by its URI; a token may carry either as audience.
inline constexpr QLatin1StringView azureDevOpsResourceUri{"https://app.vssps.visualstudio.com/"};
inline constexpr QLatin1StringView armResource{"https://management.azure.com/"};

// Link-local address of the instance metadata service; plain http by design, IPv4 only.
inline constexpr QLatin1StringView imdsHost{"169.254.169.254"};
QUrl imdsUrl(const QString &path, const QUrlQuery &query);

// Hosts that one organization of Azure DevOps Services spreads over.
enum class DevOpsHost {
    Core, // dev.azure.com: projects, security, connectionData
    Graph, // vssps.dev.azure.com: groups, identities
    Entitlements, // vsaex.dev.azure.com: members and their access levels
};
QString hostName(DevOpsHost host);
// https://{host}/{organization}/{path}; the organization is percent-encoded, an empty one left out.
QUrl devOpsUrl(DevOpsHost host, const QString &organization, const QString &path, const QUrlQuery &query);

// Whether a bearer token for Azure DevOps may be sent to this address: https, and a host of Azure
// DevOps Services. Redirects are never followed, so the first address is the only one.
bool mayCarryDevOpsToken(const QUrl &url);

// Whether an identity endpoint may be asked at this address: the metadata address or loopback.
// Anything else is refused before a secret is sent.
bool isIdentityEndpointAddress(const QUrl &url);

bool isLoopback(const QUrl &url);

} // namespace signet
