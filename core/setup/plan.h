#pragma once

#include "core/devops/entitlements.h"
#include "core/devops/organization.h"
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
    enum class Kind { AddMember, ChangeAccessLevel, AddToGroup, AssignRole };

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
    // AddToGroup of a project, AssignRole
    QString project;

    // "member", "access-level", "group [Fabrikam-Fiber]\Contributors", "role library Fabrikam-Fiber"
    QString id() const;

    friend bool operator==(const PlanStep &, const PlanStep &) = default;
};

// Who the steps are about, as the organization knows it.
struct PlanMember {
    QString storageKey; // empty: the organization never heard of it
    QString descriptor;

    friend bool operator==(const PlanMember &, const PlanMember &) = default;
};

// The changes that make the draft true, made from one look at the organization. As a file it holds no
// secret and may be read, kept and handed on:
//
//   {"kind":"signet-setup-plan","schemaVersion":1,"tool":{"name","version"},"digest":"sha256:...",
//    "createdAt":"2026-09-21T14:13:20Z","plannedBy":"Jane Doe",
//    "organization":{"name","id","tenantId"},
//    "principal":{"objectId","clientId","tenantId","resourceId","kind","name","storageKey","descriptor"},
//    "accessLevel":"express","seats":{"total","assigned","included","available"}|null,
//    "steps":[{"id","kind","accessLevel","formerAccessLevel","group","groupDescriptor","groupDescription",
//              "roleScope","resourceId","role","formerRole","project","title","request":{"method","url","body"}}],
//    "present":[steps that need not be taken],
//    "accessLevelStays":sentence|null} where the member has a higher level than was wished for, which a plan
//                                      never takes away
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

    QByteArray toJson() const;
    // Fails as documentFromJson(), and with document-altered where the requests or ids do not fit together.
    static Result<Plan> fromJson(const QByteArray &text);

    QJsonObject content() const; // without kind, version, digest
    // Requests that were shown are compared with those that would be sent now: a plan that is to be carried
    // out says what will happen. A receipt tells what happened, with the requests of its time.
    enum class Requests { MustBeTheSame, AreHistory };
    static Result<Plan> fromContent(const QJsonObject &content, Requests requests);
};

// The request that a step sends. Where the member is not known yet, "{storageKey}" and "{descriptor}" stand
// in its place; they come with the answer to the first step.
Request requestOf(const Plan &plan, const PlanStep &step, const PlanMember &member, QUuid session);
// The request that takes the step back.
Request reverseRequestOf(const Plan &plan, const PlanStep &step, const PlanMember &member, QUuid session);

QLatin1StringView toString(PlanStep::Kind kind); // "add-member", "change-access-level", ...

} // namespace signet
