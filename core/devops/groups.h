#pragma once

#include "core/net/addresses.h"
#include "core/net/reply.h"
#include "core/net/request.h"
#include "core/result/organization.h"

#include <QList>
#include <QMap>
#include <QStringList>
#include <QUuid>

#include <optional>

namespace signet {

// A group of Azure DevOps. Source: Graph, 7.1-preview.1 and 7.1, and recorded answers (azure-devops facts,
// section 4). All requests go to vssps.dev.azure.com.
struct DevOpsGroup {
    QString descriptor; // "vssgp....", or "aadgp...." of a group of Entra
    QString displayName; // "Contributors"
    QString principalName; // "[Fabrikam-Fiber]\Contributors"
    QString description;
    QString originId; // of a group of Entra: its object id there

    bool isOfEntra() const { return descriptor.startsWith(QLatin1StringView("aadgp.")); }

    friend bool operator==(const DevOpsGroup &, const DevOpsGroup &) = default;
};

// GET _apis/graph/descriptors/{key}: of a project id, or of the organization's own id, the scope that its
// groups are in ("scp...."); of a storage key, the subject descriptor.
Request descriptorRequest(const OrganizationName &organization, const QString &key, QUuid session);
// Empty when the answer holds none.
QString readDescriptor(const Reply &reply);

// POST _apis/graph/subjectlookup: the names of groups, "[Fabrikam-Fiber]\Contributors", by their descriptors.
Request groupNamesRequest(const OrganizationName &organization, const QStringList &descriptors,
                          QUuid session);
QMap<QString, QString> readGroupNames(const Reply &reply);

// GET _apis/graph/groups?subjectTypes=aadgp: the Entra groups known to the organization; the first page.
Request entraGroupsRequest(const OrganizationName &organization, QUuid session);

// GET _apis/graph/groups?scopeDescriptor=: one page. A page can be empty and still be followed by another.
Request groupsRequest(const OrganizationName &organization, const QString &scope, const QString &continuation,
                      QUuid session);
// POST _apis/graph/subjectquery: groups of the scope whose name begins with the text, at most a hundred; so
// one group is found among thousands without reading them all.
Request groupQueryRequest(const OrganizationName &organization, const QString &scope, const QString &text,
                          QUuid session);
// Of either.
QList<DevOpsGroup> readGroups(const Reply &reply);
// Empty after the last page.
QString continuationOf(const Reply &reply);

// GET _apis/graph/memberships/{member}?direction=up: the groups that contain the member directly.
Request membershipsRequest(const OrganizationName &organization, const QString &member, QUuid session);
// Their descriptors; nothing if the response is not a list.
std::optional<QStringList> readMemberships(const Reply &reply);

// PUT, HEAD, DELETE _apis/graph/memberships/{member}/{group}. PUT of a membership that is there changes
// nothing; HEAD answers 200 or 404.
Request membershipRequest(const QByteArray &method, const OrganizationName &organization,
                          const QString &member, const QString &group, QUuid session);

} // namespace signet
