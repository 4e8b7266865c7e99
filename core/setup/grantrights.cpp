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

RightsGrant leastGrant(const NeededRights &needed, const CheckedRights &checked)
{
    RightsGrant grant;
    for (qsizetype i = 0; i < std::min(needed.rights.size(), checked.rights.size()); ++i) {
        const CheckedRight &right = checked.rights[i];
        const bool isLacking = right.standing == RightStanding::Missing;
        // Every plan brings the level that Terraform needs.
        if (isLacking && needed.rights[i].right.kind == RightKind::AccessLevel)
            continue;
        const bool isOpen = right.standing == RightStanding::Unknown
            || right.standing == RightStanding::HeldAbove
            || right.standing == RightStanding::NotAsked
            // Without a plan, the object may be there already: the level above would be more than it needs.
            || (isLacking && right.askedAbove && !needed.ofPlan);
        // What is only perhaps needed is for a person to decide.
        const bool isSure = needed.rights[i].truth == Truth::True;
        if (isOpen || (isLacking && (!right.askedOn || !isSure))) {
            grant.others.append(i);
            continue;
        }
        if (!isLacking)
            continue;
        if (right.why.answer == ComputedAccess::Answer::Denied) {
            grant.denied.append(i);
            continue;
        }
        grant.permissions.append({.namespaceId = right.namespaceId,
                                  .token = right.token,
                                  .bits = needed.rights[i].right.bit,
                                  .project = projectOf(*right.askedOn)});
    }
    return grant;
}

} // namespace signet
