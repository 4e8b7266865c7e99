#pragma once

#include "core/devops/accesslevel.h"
#include "core/devops/organization.h"
#include "core/result/identifiers.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace signet {

// What a person wants an identity to have in a project: a group of the project, or a role of one of its
// resources.
struct ProjectWish {
    QString project; // name or id, as given
    QString group; // display name of a group of the project; empty for a role
    QString roleScope; // word of a RoleScope: "library"; empty for a group
    QString role; // "Creator"; with a roleScope only

    // "Fabrikam-Fiber=contributor", "Fabrikam-Fiber=My Team", "Fabrikam-Fiber=library:Creator". The words
    // reader, contributor, administrator and build-administrator stand for the groups every project has.
    // Fails with project-wish-invalid, evidence {value, known}.
    static Result<ProjectWish> parse(const QString &text);

    friend bool operator==(const ProjectWish &, const ProjectWish &) = default;
};

// Whom the draft is about. Only the object id is needed; the rest is for words, for code and for checks.
struct DraftPrincipal {
    ObjectId objectId;
    QString name;
    QString clientId;
    QString tenantId;
    QString resourceId;
    QString kind; // word of its PrincipalKind, or of the IdentityType of a token
};

// What shall be, before anybody looked at what is.
struct Draft {
    OrganizationName organization;
    DraftPrincipal principal;
    AccessLevel accessLevel = AccessLevel::basic();
    QStringList groups; // of the organization: display name, or "[contoso]\name"
    QList<ProjectWish> projects;
};

} // namespace signet
