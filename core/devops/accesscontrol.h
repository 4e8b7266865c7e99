#pragma once

#include "core/net/reply.h"
#include "core/net/request.h"
#include "core/result/identifiers.h"
#include "core/result/organization.h"

#include <QHash>
#include <QList>
#include <QStringList>
#include <QUuid>

#include <optional>

namespace signet {

// What one identity or group may and may not do at a token. Source: Security - Access Control Lists, 7.1.
struct AccessEntry {
    // "Microsoft.VisualStudio.Services.Claims.AadServicePrincipal;{tenant}\{object id}",
    // "Microsoft.TeamFoundation.Identity;{sid}" of a group; compares without case
    QString descriptor = {};
    int allow = 0;
    int deny = 0;

    friend bool operator==(const AccessEntry &, const AccessEntry &) = default;
};

struct AccessList {
    QString token = {};
    bool inherits = true; // from the token above
    QList<AccessEntry> entries = {};

    // Zeros where it has none.
    AccessEntry entryOf(const QString &descriptor) const;

    friend bool operator==(const AccessList &, const AccessList &) = default;
};

// The descriptor of a managed identity in access control lists: made of its tenant and object id.
QString accessDescriptor(const TenantId &tenant, const ObjectId &objectId);

// GET _apis/accesscontrollists/{namespace}?token=: what is said at that token, and nothing that is inherited.
Request accessListRequest(const OrganizationName &organization, const QString &namespaceId,
                          const QString &token, QUuid session);
// The list; an empty one where nothing is said at the token. Nothing if the response is not such a list.
std::optional<AccessList> readAccessList(const Reply &reply, const QString &token);

// POST _apis/accesscontrolentries/{namespace} with merge: bits that the entry allows already stay allowed. A
// bit that it denies would be turned around, so ask first.
Request allowBitsRequest(const OrganizationName &organization, const QString &namespaceId,
                         const QString &token, const QString &descriptor, int bits, QUuid session);
// DELETE _apis/permissions/{namespace}/{bits}: of the entry, these bits are neither allowed nor denied then.
Request removeBitsRequest(const OrganizationName &organization, const QString &namespaceId,
                          const QString &token, const QString &descriptor, int bits, QUuid session);

// GET _apis/identities?descriptors=&queryMembership=ExpandedUp: the identity with every group above it.
Request groupsAboveRequest(const OrganizationName &organization, const QString &descriptor, QUuid session);
// Descriptors of the groups. Nothing if the response does not tell. Memberships through groups of Entra are
// missing: the service looks these up when the identity signs in.
std::optional<QStringList> readGroupsAbove(const Reply &reply);

// GET _apis/identities?descriptors=: names of groups by their descriptors, "[Fabrikam-Fiber]\Contributors".
Request accessNamesRequest(const OrganizationName &organization, const QStringList &descriptors,
                           QUuid session);
QHash<QString, QString> readAccessNames(const Reply &reply);

} // namespace signet
