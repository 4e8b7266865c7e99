#pragma once

#include "core/net/reply.h"
#include "core/net/request.h"
#include "core/result/organization.h"

#include <QList>
#include <QStringList>
#include <QUuid>

#include <optional>

namespace signet {

// Roles of things that have no bits of permission: service connections, variable groups, environments,
// agents. Source: Security Roles, 7.1-preview.1; scopes and resource ids from several tools (azure-devops
// facts, section 5).
struct RoleScope {
    QString word; // for the command line: "service-connections"
    QString id; // "distributedtask.project.serviceendpointrole"
    QString resourceId; // with %1 for the project's id
};
// Those a whole project has; what a person writes before the role.
const QList<RoleScope> &projectRoleScopes();
const RoleScope *findRoleScope(const QString &word);

struct RoleAssignment {
    QString storageKey; // of the member
    QString role; // "Creator"
    bool inherited = false; // comes from elsewhere and cannot be taken away here

    friend bool operator==(const RoleAssignment &, const RoleAssignment &) = default;
};

// GET _apis/securityroles/scopes/{scope}/roledefinitions: the roles there are.
Request roleDefinitionsRequest(const OrganizationName &organization, const QString &scope, QUuid session);
QStringList readRoleDefinitions(const Reply &reply);

// GET, PUT, PATCH .../roleassignments/resources/{resourceId}
Request roleAssignmentsRequest(const OrganizationName &organization, const QString &scope,
                               const QString &resourceId, QUuid session);
// Nothing if the response is not a list.
std::optional<QList<RoleAssignment>> readRoleAssignments(const Reply &reply);
Request assignRoleRequest(const OrganizationName &organization, const QString &scope,
                          const QString &resourceId, const QString &storageKey, const QString &role,
                          QUuid session);
Request removeRoleRequest(const OrganizationName &organization, const QString &scope,
                          const QString &resourceId, const QString &storageKey, QUuid session);

} // namespace signet
