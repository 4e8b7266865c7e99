#include "core/setup/grantrights.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The id of the project that the token has; empty for an object of the organization.
QString projectOf(const SecuredObject &object)
{
    const QStringList parts = partsOf(object.kind);
    for (qsizetype i = 0; i < object.parts.size() && i < parts.size(); ++i) {
        if (parts[i] == "project"_L1 && object.parts[i].state == ObjectPart::State::Known)
            return object.parts[i].value;
    }
    return {};
}

} // namespace

RightsGrant leastGrant(const NeededRights &needed, const CheckedRights &checked, GrantFor extent)
{
    RightsGrant grant;
    for (qsizetype i = 0; i < std::min(needed.rights.size(), checked.rights.size()); ++i) {
        const NeededRight &need = needed.rights[i];
        const CheckedRight &right = checked.rights[i];
        const bool isLacking = right.standing == RightStanding::Missing;
        const bool isOpen = right.standing == RightStanding::Unknown
            || right.standing == RightStanding::HeldAbove || right.standing == RightStanding::ComputedAbove
            || right.standing == RightStanding::NotAsked
            // Without a plan, the object may be there already: the level above would be more than it needs.
            || (isLacking && right.askedAbove && !needed.ofPlan);
        if (need.right.kind == RightKind::AccessLevel) {
            grant.needsBasic = grant.needsBasic || isOpen || isLacking;
            continue;
        }
        if (isOpen || (isLacking && !right.askedOn)) {
            grant.others.append(i);
            continue;
        }
        if (!isLacking || right.isThere)
            continue;
        if (need.truth != Truth::True) {
            grant.perhaps.append(i);
            continue;
        }
        if (need.proof == Proof::Inferred && extent != GrantFor::ProbableNeeds) {
            grant.probable.append(i);
            continue;
        }
        if (right.why.answer == ComputedAccess::Answer::Denied) {
            grant.denied.append(i);
            continue;
        }
        grant.permissions.append({.namespaceId = right.namespaceId,
                                  .token = right.token,
                                  .bits = need.right.bit,
                                  .project = projectOf(*right.askedOn)});
    }
    return grant;
}

Draft draftOf(const RightsGrant &grant, OrganizationName organization, const ObjectId &objectId)
{
    return {
        .organization = std::move(organization),
        .principal =
            {.objectId = objectId, .name = {}, .clientId = {}, .tenantId = {}, .resourceId = {}, .kind = {}},
        .accessLevel = grant.needsBasic ? AccessLevel::basic() : AccessLevel::ofService(u"stakeholder"_s),
        .groups = {},
        .projects = {},
        .permissions = grant.permissions,
        .keepsAccessLevel = !grant.needsBasic};
}

} // namespace signet
