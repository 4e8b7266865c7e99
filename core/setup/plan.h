#pragma once

#include "core/devops/entitlements.h"
#include "core/result/organization.h"
#include "core/result/result.h"
#include "core/setup/draft.h"

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <optional>

namespace signet {

// One change of the organization, and what it would be a change of.
struct PlanStep {
    enum class Kind { AddMember, ChangeAccessLevel, AddToGroup, AssignRole, AllowBits };

    Kind kind = Kind::AddMember;
    // AddMember, ChangeAccessLevel: accountLicenseType. Empty before: not a member.
    QString accessLevel;
    QString formerAccessLevel;
    // AddToGroup
    QString group; // "[Fabrikam-Fiber]\Contributors"
    QString groupDescriptor;
    QString groupDescription; // in the words of the organization
    // AssignRole. Empty before: none.
    QString roleScope; // word of the RoleScope
    QString resourceId;
    QString role;
    QString formerRole;
    // AllowBits: bits of one entry of an access control list that the identity itself was not allowed before.
    // What else its entry says stays, and a bit that it denies is never turned around.
    QString namespaceId;
    QString token;
    int bits = 0;
    // AddToGroup of a project, AssignRole; AllowBits where the token has the id of one
    QString project;

    // "member", "access-level", "group [Fabrikam-Fiber]\Contributors", "role library Fabrikam-Fiber",
    // "permission {namespace} {token}"
    QString id() const;
    // Whether its state is read at an object: a role or an entry of a list.
    bool isOnObject() const { return kind == Kind::AssignRole || kind == Kind::AllowBits; }

    friend bool operator==(const PlanStep &, const PlanStep &) = default;
};

// The identity that the steps are about, as the organization knows it.
struct PlanMember {
    QString storageKey; // empty: the organization does not know it
    QString descriptor;

    friend bool operator==(const PlanMember &, const PlanMember &) = default;
};

// The changes that make the draft true, made from one look at the organization. As a file it holds no
// secret and can be read, kept and handed on. It holds no text for people either, so that it does not depend
// on the language it was made in; files of older versions have a "title" for each step and a sentence as
// "accessLevelStays", which are read over.
//
//   {"kind":"signet-setup-plan","schemaVersion":1,"tool":{"name","version"},"digest":"sha256:...",
//    "createdAt":"2026-09-21T14:13:20Z","plannedBy":"Jane Doe",
//    "organization":{"name","id","tenantId"},
//    "principal":{"objectId","clientId","tenantId","resourceId","kind","name","storageKey","descriptor"},
//    "accessLevel":"express","seats":{"total","assigned","included","available"}|null,
//    "steps":[{"id","kind","accessLevel","formerAccessLevel","group","groupDescriptor","groupDescription",
//              "roleScope","resourceId","role","formerRole","namespaceId","token","bits","project",
//              "request":{"method","url","body"}}],
//    "present":[steps that need not be taken],
//    "accessLevelStays":"advanced"|null} the level that the member has where it is above the one that was
//                                        asked for: a plan never lowers it
struct Plan {
    qint64 createdAt = 0; // epoch seconds
    QString plannedBy; // display name of the account
    OrganizationName organization;
    QString organizationId;
    QString tenantId; // of the organization
    DraftPrincipal principal;
    PlanMember member;
    AccessLevel accessLevel = AccessLevel::basic();
    std::optional<LicenceSeats> seats; // of the access level, where the account may read them
    QList<PlanStep> steps;
    QList<PlanStep> present; // what was wanted and is there
    // Read from a file, which carries no signature: free seats and the descriptions of groups are not shown,
    // because nobody has compared them with the organization.
    bool isFromFile = false;

    QString principalName() const; // the display name, else the object id
    // Of the principal in access control lists; empty where the tenant is no id.
    QString accessDescriptor() const;
    // The member's access level where it is above the one that was asked for; empty otherwise.
    QString levelThatStays() const;

    QByteArray toJson() const;
    // Fails as documentFromJson(), and with document-altered where the requests or ids do not fit together.
    static Result<Plan> fromJson(const QByteArray &text);

    QJsonObject content() const; // without kind, version, digest
    // Compares the requests that were shown with those that would be sent now, because a plan has to show
    // what will happen. A receipt records what happened, with the requests of its time.
    enum class Requests { MustBeTheSame, AreHistory };
    static Result<Plan> fromContent(const QJsonObject &content, Requests requests);
};

// The request that a step sends. Where the member is not known yet, "{storageKey}" and "{descriptor}" are
// in its place; the response to the first step has them.
Request requestOf(const Plan &plan, const PlanStep &step, const PlanMember &member, QUuid session);
// The request that reverts the step.
Request reverseRequestOf(const Plan &plan, const PlanStep &step, const PlanMember &member, QUuid session);

// The permissions of an AllowBits step as Azure DevOps shows them: "Edit policies, Manage permissions".
QString permissionTitles(const PlanStep &step);
// The permissions that allowing them takes: "Manage permissions".
QString permissionsToWrite(const PlanStep &step);

QLatin1StringView toString(PlanStep::Kind kind); // "add-member", "change-access-level", ...

// A step as evidence of a problem, which the catalogue puts into words: {step, organization, organizationUrl,
// organizationTenantId, principal, objectId, clientId, accessLevel, formerAccessLevel, group, role,
// formerRole, roleScope, project, permission, resource}, each only where the step has it.
QJsonObject evidenceOf(const Plan &plan, const PlanStep &step);

} // namespace signet
