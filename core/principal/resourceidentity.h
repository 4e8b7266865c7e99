#pragma once

#include "core/principal/principal.h"
#include "core/result/identifiers.h"

#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace signet {

struct AttachedIdentity {
    QString resourceId; // as the service writes it
    QString clientId; // both empty: the identity is gone, and only its name is still on the resource
    QString objectId;

    friend bool operator==(const AttachedIdentity &, const AttachedIdentity &) = default;
};

// Which managed identities are on a resource: its property `identity`.
struct ResourceIdentity {
    QString systemObjectId; // empty: the system-assigned identity is off
    QString tenantId; // of the system-assigned identity; empty without one
    QList<AttachedIdentity> userAssigned;

    bool isEmpty() const { return systemObjectId.isEmpty() && userAssigned.isEmpty(); }
    bool hasSystemAssigned() const { return !systemObjectId.isEmpty(); }
    // Without regard to case, as Azure compares names.
    const AttachedIdentity *find(const QString &identityResourceId) const;
    // By object id or client id.
    const AttachedIdentity *findById(const QString &guid) const;
    // Object id of the identity that a virtual machine returns if a client specifies none; empty if there is
    // none, or more than one and no system-assigned one. Facts: managed identities, "Which identity answers".
    QString answersWithoutSelector() const;

    // The value of `identity`: {"type","principalId","tenantId","userAssignedIdentities":{ID:{"clientId",
    // "principalId"}}}. Absent and null are none.
    static ResourceIdentity fromJson(const QJsonValue &identity);

    friend bool operator==(const ResourceIdentity &, const ResourceIdentity &) = default;
};

// Version of the API that returns a resource of this type with its identity, "Microsoft.Web/sites" in any
// case; empty if unknown. Source: the REST reference of each provider.
QString identityApiVersion(const QString &resourceType);

inline constexpr QLatin1StringView userAssignedIdentityType{
    "Microsoft.ManagedIdentity/userAssignedIdentities"};
inline constexpr QLatin1StringView userAssignedIdentityApiVersion{"2023-01-31"};
bool isUserAssignedIdentity(const ResourceId &id);

// The resource that identities are attached to: an instance of a scale set has none of its own, its scale set
// has them.
ResourceId identityHolder(const ResourceId &resource);

// What attaches an identity with the Azure CLI and keeps the others: "az vm identity assign -g rg -n vm
// --identities ID --subscription S". Without identity: what turns the system-assigned one on. Empty where the
// Azure CLI has no command that keeps what is there.
QString attachCommand(const ResourceId &resource, const std::optional<ResourceId> &identity);

// The identities of a resource as principals. That of the system has no client id here: no resource tells it.
QList<Principal> principalsOf(const ResourceId &resource, const ResourceIdentity &identity,
                              PrincipalSource source);

} // namespace signet
