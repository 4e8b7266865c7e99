#pragma once

#include "core/devops/accesslevel.h"
#include "core/result/identifiers.h"
#include "core/result/organization.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// What an identity is to have in a project: a group of the project, or a role on one of its resources.
struct ProjectWish {
    QString project; // name or id, as given
    QString group; // display name of a group of the project; empty for a role
    QString roleScope; // word of a RoleScope: "library"; empty for a group
    QString role; // "Creator"; with a roleScope only

    // "Fabrikam-Fiber=contributor", "Fabrikam-Fiber=My Team", "Fabrikam-Fiber=library:Creator". The words
    // reader, contributor, administrator and build-administrator are short for the groups of every project.
    // Fails with project-wish-invalid, evidence {value, known}.
    static Result<ProjectWish> parse(const QString &text);

    friend bool operator==(const ProjectWish &, const ProjectWish &) = default;
};

// "Fabrikam-Fiber=Readers", "Fabrikam-Fiber=library:Creator": as ProjectWish::parse() reads it.
QString textOf(const ProjectWish &wish);

// Permissions that an identity is to have on one object, by an entry of its own.
struct PermissionWish {
    QString namespaceId = {};
    QString token = {};
    int bits = 0;
    QString project = {}; // name or id of the project whose id the token has; empty where it has none

    friend bool operator==(const PermissionWish &, const PermissionWish &) = default;
};

// The identity that the draft is about. Only the object id is required; the rest is for words, code and
// checks.
struct DraftPrincipal {
    ObjectId objectId;
    QString name;
    QString clientId;
    QString tenantId;
    QString resourceId;
    QString kind; // word of its PrincipalKind, or of the IdentityType of a token
};

// What is asked for, before the organization was read.
struct Draft {
    OrganizationName organization;
    DraftPrincipal principal;
    AccessLevel accessLevel = AccessLevel::basic();
    QStringList groups; // of the organization: display name, or "[contoso]\name"
    QList<ProjectWish> projects;
    QList<PermissionWish> permissions = {};
    bool keepsAccessLevel = false; // of a member: nothing that is asked for needs another one
};

} // namespace signet
