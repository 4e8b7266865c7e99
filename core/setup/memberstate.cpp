#include "core/setup/memberstate.h"

#include "core/devops/devopsreply.h"
#include "core/devops/groups.h"
#include "core/devops/securityroles.h"

using namespace Qt::StringLiterals;

namespace signet {

PlanMember MemberState::member() const
{
    if (!identity)
        return {};
    PlanMember member{identity->storageKey, identity->subjectDescriptor};
    if (entitlement && member.descriptor.isEmpty())
        member.descriptor = entitlement->subjectDescriptor;
    return member;
}

QCoro::Task<Result<MemberState>> readMemberState(SetupContext context, OrganizationName organization,
                                                 QString tenantId, ObjectId objectId,
                                                 QList<PlanStep> objectSteps, std::stop_token stop)
{
    const QJsonObject evidence{{u"organization"_s, organization.toString()},
                               {u"objectId"_s, objectId.toString()}};
    MemberState state;
    const auto tenant = TenantId::parse(tenantId);
    if (!tenant)
        co_return tenant.problem();

    Request who = memberIdentityRequest(organization, *tenant, objectId, context.session);
    auto identityReply = co_await sendAsAdministrator(context, std::move(who), stop);
    if (!identityReply)
        co_return identityReply.problem();
    if (identityReply->status != 200 || !jsonBody(*identityReply).toObject()["value"_L1].isArray())
        co_return refusalOf(context, *identityReply, evidence);
    state.identity = readMemberIdentity(*identityReply);
    if (!state.identity)
        co_return state;

    Request entitlement = entitlementRequest(organization, state.identity->storageKey, context.session);
    Request memberships =
        membershipsRequest(organization, state.identity->subjectDescriptor, context.session);
    auto askingEntitlement = sendAsAdministrator(context, std::move(entitlement), stop);
    auto askingMemberships = sendAsAdministrator(context, std::move(memberships), stop);
    std::vector<QCoro::Task<Result<Reply>>> askingObjects;
    for (const PlanStep &step : std::as_const(objectSteps)) {
        Request request = step.kind == PlanStep::Kind::AllowBits
            ? accessListRequest(organization, step.namespaceId, step.token, context.session)
            : roleAssignmentsRequest(organization, findRoleScope(step.roleScope)->id, step.resourceId,
                                     context.session);
        askingObjects.push_back(sendAsAdministrator(context, std::move(request), stop));
    }

    auto entitlementReply = co_await askingEntitlement;
    auto membershipsReply = co_await askingMemberships;
    std::vector<Result<Reply>> objectReplies;
    for (auto &asking : askingObjects) {
        auto reply = co_await asking;
        objectReplies.push_back(std::move(reply));
    }

    if (!entitlementReply)
        co_return entitlementReply.problem();
    // A former member has none any more.
    if (entitlementReply->status != 404) {
        state.entitlement = readEntitlementReply(*entitlementReply).entitlement;
        if (!state.entitlement)
            co_return refusalOf(context, *entitlementReply, evidence);
    }
    if (!membershipsReply)
        co_return membershipsReply.problem();
    if (membershipsReply->status != 404) {
        const auto groups = readMemberships(*membershipsReply);
        if (!groups)
            co_return refusalOf(context, *membershipsReply, evidence);
        state.groups = *groups;
    }
    const QString descriptor = accessDescriptor(*tenant, objectId);
    for (qsizetype i = 0; i < objectSteps.size(); ++i) {
        const Result<Reply> &reply = objectReplies[std::size_t(i)];
        if (!reply)
            co_return reply.problem();
        // What the role is on is gone, and the role with it.
        if (reply->status == 404)
            continue;
        if (objectSteps[i].kind == PlanStep::Kind::AllowBits) {
            const auto list = readAccessList(*reply, objectSteps[i].token);
            if (!list)
                co_return refusalOf(context, *reply, evidence);
            state.entries.insert(objectSteps[i].id(), list->entryOf(descriptor));
            continue;
        }
        const auto assignments = readRoleAssignments(*reply);
        if (!assignments)
            co_return refusalOf(context, *reply, evidence);
        for (const RoleAssignment &assignment : *assignments) {
            if (assignment.storageKey == state.identity->storageKey && !assignment.inherited)
                state.roles.insert(objectSteps[i].id(), assignment.role);
        }
    }
    co_return state;
}

std::optional<PlanStep> standingPartOf(const PlanStep &step, const MemberState &state)
{
    PlanStep part = step;
    switch (step.kind) {
    case PlanStep::Kind::AddMember:
        return state.isMember() ? std::optional(part) : std::nullopt;
    case PlanStep::Kind::ChangeAccessLevel: {
        // Early adopters read as such whatever they were given.
        const bool isOurs = state.isMember()
            && (state.entitlement->accessLevel.toString() == step.accessLevel
                || state.entitlement->accessLevel.toString() == "earlyAdopter"_L1);
        return isOurs ? std::optional(part) : std::nullopt;
    }
    case PlanStep::Kind::AddToGroup:
    case PlanStep::Kind::AssignRole:
        return stepStateOf(step, state) == StepState::After ? std::optional(part) : std::nullopt;
    case PlanStep::Kind::AllowBits:
        // A bit that somebody denies since is theirs.
        part.bits &= state.entries.value(step.id()).allow;
        return part.bits != 0 ? std::optional(part) : std::nullopt;
    }
    Q_UNREACHABLE();
}

StepState stepStateOf(const PlanStep &step, const MemberState &state)
{
    switch (step.kind) {
    case PlanStep::Kind::AddMember:
        if (!state.isMember())
            return StepState::Before;
        return state.entitlement->accessLevel.covers(AccessLevel::ofService(step.accessLevel))
            ? StepState::After
            : StepState::Elsewhere;
    case PlanStep::Kind::ChangeAccessLevel:
        if (!state.isMember())
            return StepState::Elsewhere;
        if (state.entitlement->accessLevel.covers(AccessLevel::ofService(step.accessLevel)))
            return StepState::After;
        return state.entitlement->accessLevel.toString() == step.formerAccessLevel ? StepState::Before
                                                                                   : StepState::Elsewhere;
    case PlanStep::Kind::AddToGroup:
        return state.groups.contains(step.groupDescriptor) ? StepState::After : StepState::Before;
    case PlanStep::Kind::AssignRole: {
        const QString role = state.roles.value(step.id());
        if (role == step.role)
            return StepState::After;
        return role == step.formerRole ? StepState::Before : StepState::Elsewhere;
    }
    case PlanStep::Kind::AllowBits: {
        const AccessEntry entry = state.entries.value(step.id());
        if ((entry.deny & step.bits) != 0)
            return StepState::Elsewhere;
        if ((entry.allow & step.bits) == step.bits)
            return StepState::After;
        return (entry.allow & step.bits) == 0 ? StepState::Before : StepState::Elsewhere;
    }
    }
    Q_UNREACHABLE();
}

} // namespace signet
