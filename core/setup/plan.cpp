#include "core/setup/plan.h"

#include "core/devops/accesscontrol.h"
#include "core/devops/groups.h"
#include "core/devops/securityroles.h"
#include "core/rights/rightwords.h"
#include "core/rights/securitynamespace.h"
#include "core/setup/digestdocument.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr DocumentKind planDocument{"signet-setup-plan"_L1, 1, QT_TRANSLATE_NOOP("Reason", "a setup plan"),
                                    "plan"_L1};

constexpr std::array kindWords{
    std::pair{PlanStep::Kind::AddMember, "add-member"_L1},
    std::pair{PlanStep::Kind::ChangeAccessLevel, "change-access-level"_L1},
    std::pair{PlanStep::Kind::AddToGroup, "add-to-group"_L1},
    std::pair{PlanStep::Kind::AssignRole, "assign-role"_L1},
    std::pair{PlanStep::Kind::AllowBits, "allow-bits"_L1},
};

std::optional<PlanStep::Kind> kindOf(const QString &word)
{
    for (const auto &[kind, text] : kindWords) {
        if (text == word)
            return kind;
    }
    return std::nullopt;
}

// Texts of a step, by their keys in the file.
struct StepText {
    QLatin1StringView key;
    QString PlanStep::*member;
};
constexpr std::array stepTexts{
    StepText{"accessLevel"_L1, &PlanStep::accessLevel},
    StepText{"formerAccessLevel"_L1, &PlanStep::formerAccessLevel},
    StepText{"group"_L1, &PlanStep::group},
    StepText{"groupDescriptor"_L1, &PlanStep::groupDescriptor},
    StepText{"groupDescription"_L1, &PlanStep::groupDescription},
    StepText{"roleScope"_L1, &PlanStep::roleScope},
    StepText{"resourceId"_L1, &PlanStep::resourceId},
    StepText{"role"_L1, &PlanStep::role},
    StepText{"formerRole"_L1, &PlanStep::formerRole},
    StepText{"namespaceId"_L1, &PlanStep::namespaceId},
    StepText{"token"_L1, &PlanStep::token},
    StepText{"project"_L1, &PlanStep::project},
};

QJsonObject requestJson(const Request &request)
{
    QJsonObject json{{u"method"_s, QString::fromLatin1(request.method)},
                     {u"url"_s, request.url.toString(QUrl::PrettyDecoded)}};
    if (!request.body.isEmpty())
        json.insert(u"body"_s, QString::fromUtf8(request.body));
    return json;
}

QJsonArray stepsToJson(const Plan &plan, const QList<PlanStep> &steps, bool withRequests)
{
    QJsonArray list;
    for (const PlanStep &step : steps) {
        QJsonObject json{{u"id"_s, step.id()}, {u"kind"_s, toString(step.kind)}};
        for (const auto &[key, member] : stepTexts) {
            if (!(step.*member).isEmpty())
                json.insert(key, step.*member);
        }
        if (step.bits != 0)
            json.insert(u"bits"_s, step.bits);
        if (withRequests)
            json.insert(u"request"_s, requestJson(requestOf(plan, step, plan.member, {})));
        list.append(json);
    }
    return list;
}

// Whether each of the bits is a permission that people can grant.
bool isOfNamespace(const PlanStep &step)
{
    const SecurityNamespace *space = findSecurityNamespace(step.namespaceId);
    if (!space || step.bits <= 0 || (step.bits & space->systemBits) != 0)
        return false;
    int unknown = step.bits;
    for (const PermissionBit &permission : space->permissions)
        unknown &= ~permission.bit;
    return unknown == 0;
}

QString titlesOf(const QString &namespaceId, int bits)
{
    const SecurityNamespace *space = findSecurityNamespace(namespaceId);
    QStringList titles;
    for (const PermissionBit &permission : space ? space->permissions : QList<PermissionBit>()) {
        if ((permission.bit & bits) != 0)
            titles.append(permission.title);
    }
    return titles.join(u", "_s);
}

// The id of a namespace becomes a part of an address, and the token is shown to people.
bool namesPermission(const PlanStep &step)
{
    constexpr qsizetype longestToken = 4096;
    const bool isPlain =
        std::all_of(step.token.begin(), step.token.end(), [](QChar sign) { return sign.isPrint(); });
    return isOfNamespace(step) && isPlain && !step.token.isEmpty() && step.token.size() <= longestToken;
}

std::optional<QList<PlanStep>> stepsFromJson(const QJsonValue &value)
{
    QList<PlanStep> steps;
    const QJsonArray list = value.toArray();
    for (const QJsonValue entry : list) {
        const QJsonObject json = entry.toObject();
        const auto kind = kindOf(json["kind"_L1].toString());
        if (!kind)
            return std::nullopt;
        PlanStep step;
        step.kind = *kind;
        for (const auto &[key, member] : stepTexts)
            step.*member = json[key].toString();
        step.bits = json["bits"_L1].toInt();
        if (step.kind == PlanStep::Kind::AssignRole && !findRoleScope(step.roleScope))
            return std::nullopt;
        if (step.kind == PlanStep::Kind::AllowBits && !namesPermission(step))
            return std::nullopt;
        steps.append(step);
    }
    return steps;
}

QString orPlaceholder(const QString &value, const QString &placeholder)
{
    return value.isEmpty() ? placeholder : value;
}

} // namespace

QLatin1StringView toString(PlanStep::Kind kind)
{
    for (const auto &[known, text] : kindWords) {
        if (known == kind)
            return text;
    }
    Q_UNREACHABLE();
}

QString PlanStep::id() const
{
    switch (kind) {
    case Kind::AddMember:
        return u"member"_s;
    case Kind::ChangeAccessLevel:
        return u"access-level"_s;
    case Kind::AddToGroup:
        return u"group "_s + group;
    case Kind::AssignRole:
        return u"role "_s + roleScope + u' ' + project;
    case Kind::AllowBits:
        return u"permission "_s + namespaceId + u' ' + token;
    }
    Q_UNREACHABLE();
}

Request requestOf(const Plan &plan, const PlanStep &step, const PlanMember &member, QUuid session)
{
    const QString storageKey = orPlaceholder(member.storageKey, u"{storageKey}"_s);
    const QString descriptor = orPlaceholder(member.descriptor, u"{descriptor}"_s);
    switch (step.kind) {
    case PlanStep::Kind::AddMember:
        return addEntitlementRequest(plan.organization, plan.principal.objectId,
                                     AccessLevel::ofService(step.accessLevel), session);
    case PlanStep::Kind::ChangeAccessLevel:
        return changeAccessLevelRequest(plan.organization, storageKey,
                                        AccessLevel::ofService(step.accessLevel), session);
    case PlanStep::Kind::AddToGroup:
        return membershipRequest("PUT", plan.organization, descriptor, step.groupDescriptor, session);
    case PlanStep::Kind::AssignRole:
        return assignRoleRequest(plan.organization, findRoleScope(step.roleScope)->id, step.resourceId,
                                 storageKey, step.role, session);
    case PlanStep::Kind::AllowBits:
        return allowBitsRequest(plan.organization, step.namespaceId, step.token, plan.accessDescriptor(),
                                step.bits, session);
    }
    Q_UNREACHABLE();
}

Request reverseRequestOf(const Plan &plan, const PlanStep &step, const PlanMember &member, QUuid session)
{
    switch (step.kind) {
    case PlanStep::Kind::AddMember:
        return removeEntitlementRequest(plan.organization, member.storageKey, session);
    case PlanStep::Kind::ChangeAccessLevel:
        // What early adopters have cannot be given; Basic is read as that again where the benefit holds.
        return changeAccessLevelRequest(plan.organization, member.storageKey,
                                        step.formerAccessLevel == "earlyAdopter"_L1
                                            ? AccessLevel::basic()
                                            : AccessLevel::ofService(step.formerAccessLevel),
                                        session);
    case PlanStep::Kind::AddToGroup:
        return membershipRequest("DELETE", plan.organization, member.descriptor, step.groupDescriptor,
                                 session);
    case PlanStep::Kind::AssignRole: {
        const QString scope = findRoleScope(step.roleScope)->id;
        return step.formerRole.isEmpty()
            ? removeRoleRequest(plan.organization, scope, step.resourceId, member.storageKey, session)
            : assignRoleRequest(plan.organization, scope, step.resourceId, member.storageKey, step.formerRole,
                                session);
    }
    case PlanStep::Kind::AllowBits:
        return removeBitsRequest(plan.organization, step.namespaceId, step.token, plan.accessDescriptor(),
                                 step.bits, session);
    }
    Q_UNREACHABLE();
}

QString Plan::accessDescriptor() const
{
    const auto tenant = TenantId::parse(tenantId);
    return tenant ? signet::accessDescriptor(*tenant, principal.objectId) : QString();
}

QString Plan::principalName() const
{
    return principal.name.isEmpty() ? principal.objectId.toString() : principal.name;
}

QString Plan::levelThatStays() const
{
    for (const PlanStep &step : present) {
        if (step.kind == PlanStep::Kind::AddMember && step.accessLevel != accessLevel.toString())
            return step.accessLevel;
    }
    return {};
}

QString permissionTitles(const PlanStep &step)
{
    return titlesOf(step.namespaceId, step.bits);
}

QString permissionsToWrite(const PlanStep &step)
{
    const SecurityNamespace *space = findSecurityNamespace(step.namespaceId);
    return titlesOf(step.namespaceId, space ? space->writePermission : 0);
}

QJsonObject evidenceOf(const Plan &plan, const PlanStep &step)
{
    QJsonObject evidence{{u"step"_s, toString(step.kind)},
                         {u"organization"_s, plan.organization.toString()},
                         {u"organizationUrl"_s, plan.organization.url()},
                         {u"organizationTenantId"_s, plan.tenantId},
                         {u"principal"_s, plan.principalName()},
                         {u"objectId"_s, plan.principal.objectId.toString()}};
    const auto add = [&evidence](const QString &key, const QString &value) {
        if (!value.isEmpty())
            evidence.insert(key, value);
    };
    const auto levelName = [](const QString &level) {
        return level.isEmpty() ? QString() : AccessLevel::ofService(level).displayName();
    };
    add(u"clientId"_s, plan.principal.clientId);
    add(u"accessLevel"_s, levelName(step.accessLevel));
    add(u"formerAccessLevel"_s, levelName(step.formerAccessLevel));
    add(u"group"_s, step.group);
    add(u"role"_s, step.role);
    add(u"formerRole"_s, step.formerRole);
    add(u"roleScope"_s, step.roleScope);
    add(u"project"_s, step.project);
    add(u"permission"_s, permissionTitles(step));
    add(u"resource"_s, tokenWords(step.namespaceId, step.token));
    return evidence;
}

QJsonObject Plan::content() const
{
    QJsonObject json{
        {u"createdAt"_s, QDateTime::fromSecsSinceEpoch(createdAt, Qt::UTC).toString(Qt::ISODate)},
        {u"plannedBy"_s, plannedBy},
        {u"organization"_s,
         QJsonObject{
             {u"name"_s, organization.toString()}, {u"id"_s, organizationId}, {u"tenantId"_s, tenantId}}},
        {u"principal"_s,
         QJsonObject{{u"objectId"_s, principal.objectId.toString()},
                     {u"clientId"_s, principal.clientId},
                     {u"tenantId"_s, principal.tenantId},
                     {u"resourceId"_s, principal.resourceId},
                     {u"kind"_s, principal.kind},
                     {u"name"_s, principal.name},
                     {u"storageKey"_s, member.storageKey},
                     {u"descriptor"_s, member.descriptor}}},
        {u"accessLevel"_s, accessLevel.toString()},
        {u"seats"_s, QJsonValue::Null},
        {u"steps"_s, stepsToJson(*this, steps, true)},
        {u"present"_s, stepsToJson(*this, present, false)},
        {u"accessLevelStays"_s, QJsonValue::Null},
    };
    if (const QString stays = levelThatStays(); !stays.isEmpty())
        json[u"accessLevelStays"_s] = stays;
    if (seats)
        json.insert(u"seats"_s,
                    QJsonObject{{u"total"_s, seats->total},
                                {u"assigned"_s, seats->assigned},
                                {u"included"_s, seats->included},
                                {u"available"_s, seats->available}});
    return json;
}

QByteArray Plan::toJson() const
{
    return documentToJson(planDocument, content());
}

Result<Plan> Plan::fromContent(const QJsonObject &content, Requests requests)
{
    const Problem altered = documentAltered(planDocument);
    const QJsonObject organization = content["organization"_L1].toObject();
    const QJsonObject principal = content["principal"_L1].toObject();
    auto name = OrganizationName::parse(organization["name"_L1].toString());
    const auto objectId = ObjectId::parse(principal["objectId"_L1].toString());
    const auto steps = stepsFromJson(content["steps"_L1]);
    const auto present = stepsFromJson(content["present"_L1]);
    const auto createdAt = QDateTime::fromString(content["createdAt"_L1].toString(), Qt::ISODate);
    if (!name || !objectId || !steps || !present || !createdAt.isValid())
        return altered;

    Plan plan{.createdAt = createdAt.toSecsSinceEpoch(),
              .plannedBy = content["plannedBy"_L1].toString(),
              .organization = *name,
              .organizationId = organization["id"_L1].toString(),
              .tenantId = organization["tenantId"_L1].toString(),
              .principal = {.objectId = *objectId,
                            .name = principal["name"_L1].toString(),
                            .clientId = principal["clientId"_L1].toString(),
                            .tenantId = principal["tenantId"_L1].toString(),
                            .resourceId = principal["resourceId"_L1].toString(),
                            .kind = principal["kind"_L1].toString()},
              .member = {principal["storageKey"_L1].toString(), principal["descriptor"_L1].toString()},
              .accessLevel = AccessLevel::ofService(content["accessLevel"_L1].toString()),
              .seats = std::nullopt,
              .steps = *steps,
              .present = *present,
              .isFromFile = true};
    if (const QJsonObject seats = content["seats"_L1].toObject(); !seats.isEmpty())
        plan.seats = LicenceSeats{.total = seats["total"_L1].toInt(),
                                  .assigned = seats["assigned"_L1].toInt(),
                                  .included = seats["included"_L1].toInt(),
                                  .available = seats["available"_L1].toInt()};
    const QJsonArray shown = content["steps"_L1].toArray();
    const QJsonArray now = plan.content()["steps"_L1].toArray();
    for (qsizetype i = 0; i < now.size(); ++i) {
        if (shown[i]["id"_L1] != now[i]["id"_L1])
            return altered;
        if (requests == Requests::MustBeTheSame && shown[i]["request"_L1] != now[i]["request"_L1])
            return altered;
    }
    return plan;
}

Result<Plan> Plan::fromJson(const QByteArray &text)
{
    const auto content = documentFromJson(planDocument, text);
    if (!content)
        return content.problem();
    return fromContent(*content, Requests::MustBeTheSame);
}

} // namespace signet
