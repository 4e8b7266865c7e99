#include "core/rights/rightsverdict.h"

#include "core/result/enumwords.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr EnumWords verdictWords{RightsVerdict::Unclear,
                                 std::array{
                                     EnumWord{RightsVerdict::Ready, "ready"_L1},
                                     EnumWord{RightsVerdict::NotReady, "not-ready"_L1},
                                     EnumWord{RightsVerdict::Unclear, "unclear"_L1},
                                 }};

} // namespace

QLatin1StringView toString(RightsVerdict verdict)
{
    return verdictWords[verdict];
}

QList<RightToCheck> rightsToCheck(const NeededRights &needed)
{
    QList<RightToCheck> rights;
    for (const NeededRight &one : needed.rights) {
        QStringList projects;
        for (const NeedCause &cause : one.causes)
            projects.append(cause.project);
        // A plan says what it creates, and something else needs it where a name is missing.
        if (needed.ofPlan || projects.contains(QString()))
            projects.clear();
        rights.append({one.right, one.object, one.met == MetByCreating::No ? -1 : one.metPart, !needed.ofPlan,
                       projects});
    }
    return rights;
}

namespace {

// The service said so itself, to the identity.
bool isAsked(const CheckedRights &checked)
{
    return checked.basis == RightsBasis::Asked && checked.connection.kind == ConnectionSeen::Kind::Identity;
}

} // namespace

// Without a plan, what the configuration creates may be there already, and have entries of its own.
bool isGuess(const NeededRights &needed, const CheckedRight &right)
{
    return right.isThere || (right.askedAbove && !needed.ofPlan);
}

bool isMissingForCertain(const NeededRights &needed, const CheckedRights &checked, qsizetype index)
{
    const NeededRight &need = needed.rights[index];
    const CheckedRight &right = checked.rights[index];
    const bool isMissing =
        right.standing == RightStanding::Missing || right.standing == RightStanding::Impossible;
    return isMissing && isAsked(checked) && !isGuess(needed, right) && need.truth == Truth::True
        && need.proof != Proof::Inferred;
}

RightsVerdict judgeRights(const NeededRights &needed, const CheckedRights &checked)
{
    using Kind = ConnectionSeen::Kind;
    const Kind connection = checked.connection.kind;
    if (checked.basis == RightsBasis::Asked
        && (connection == Kind::NotAMember || connection == Kind::NotAuthorized))
        return RightsVerdict::NotReady;
    bool isUnclear = !isAsked(checked) || needed.isAtLeast() || needed.resources == 0
        || checked.rights.size() != needed.rights.size();
    for (qsizetype i = 0; i < std::min(needed.rights.size(), checked.rights.size()); ++i) {
        switch (checked.rights[i].standing) {
        case RightStanding::Held:
        case RightStanding::AsAdministrator:
            isUnclear = isUnclear || (checked.rights[i].askedAbove && !needed.ofPlan);
            break;
        case RightStanding::ByCreating:
            isUnclear = isUnclear || needed.rights[i].met != MetByCreating::Yes;
            break;
        case RightStanding::Missing:
        case RightStanding::Impossible:
            if (isMissingForCertain(needed, checked, i))
                return RightsVerdict::NotReady;
            isUnclear = true;
            break;
        case RightStanding::HeldAbove:
        case RightStanding::Computed:
        case RightStanding::ComputedAbove:
        case RightStanding::Unknown:
        case RightStanding::NotAsked:
            isUnclear = true;
            break;
        }
    }
    return isUnclear ? RightsVerdict::Unclear : RightsVerdict::Ready;
}

bool holdsAsAdministrator(const CheckedRights &checked)
{
    return std::any_of(checked.rights.begin(), checked.rights.end(), [](const CheckedRight &right) {
        return right.standing == RightStanding::AsAdministrator;
    });
}

} // namespace signet
