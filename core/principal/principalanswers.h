#pragma once

#include "core/principal/principal.h"
#include "core/principal/resourceidentity.h"

#include <QJsonObject>
#include <QString>

#include <optional>

namespace signet {

// What the services answer, as principals. Pure functions; shapes: Microsoft Graph v1.0, "servicePrincipal",
// and the REST reference of Microsoft.ManagedIdentity.

// {"id","appId","displayName","servicePrincipalType","accountEnabled","alternativeNames":[...]}. Of a managed
// identity the alternative names are "isExplicit=True" (user-assigned) or "isExplicit=False", and a resource
// id.
Principal principalFromGraph(const QJsonObject &servicePrincipal, const QString &tenantId);

// A user-assigned identity: {"id","name","location","properties":{"clientId","principalId","tenantId"}}.
Principal principalFromIdentity(const QJsonObject &identity, PrincipalSource source);

// A row of Resource Graph: a resource with its identity, or an identity itself.
struct ResourceRow {
    ResourceId id;
    ResourceIdentity identity; // what is attached to it
    std::optional<Principal> principal; // it is a user-assigned identity
};
// Nothing for a row without a resource id.
std::optional<ResourceRow> resourceRow(const QJsonObject &row);

// Queries of Resource Graph. All project id, name, type, location, identity, and what an identity says about
// itself (clientId, principalId, ownTenantId; not the whole properties, which of other resources are large),
// and sort by id, without which there is no paging.
//
// Identities whose name begins with the text, and resources of such a name with an identity.
QString queryByName(const QString &text);
// The identity of that object id or client id, and everything it is attached to.
QString queryById(const QString &guid);
// The resources that one of these principals (object ids) is attached to.
QString queryAttachments(const QStringList &objectIds);
// One resource, whatever its type.
QString queryResource(const ResourceId &resource);

// 'text' of OData: a quote is written twice.
QString odataText(const QString &text);
// 'text' of the query language of Resource Graph: quote and backslash behind a backslash.
QString queryText(const QString &text);

} // namespace signet
