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
    for (const NeededRight &one : needed.rights)
        rights.append({one.right, one.object, one.met != MetByCreating::No});
    return rights;
}

RightsVerdict judgeRights(const NeededRights &needed, const CheckedRights &checked)
{
    const bool isAsked =
        checked.basis == RightsBasis::Asked && checked.connection.kind == ConnectionSeen::Kind::Identity;
    bool isUnclear = !isAsked || needed.isAtLeast() || needed.resources == 0
        || checked.rights.size() != needed.rights.size();
    for (qsizetype i = 0; i < std::min(needed.rights.size(), checked.rights.size()); ++i) {
        const NeededRight &need = needed.rights[i];
        // Without a plan, what the configuration creates may be there already, and have entries of its own.
        const bool isGuess = checked.rights[i].askedAbove && !needed.ofPlan;
        switch (checked.rights[i].standing) {
        case RightStanding::Held:
        case RightStanding::AsAdministrator:
            isUnclear = isUnclear || isGuess;
            break;
        case RightStanding::ByCreating:
            isUnclear = isUnclear || need.met != MetByCreating::Yes;
            break;
        case RightStanding::Missing:
        case RightStanding::Impossible:
            if (isAsked && !isGuess && need.truth == Truth::True && need.proof != Proof::Inferred)
                return RightsVerdict::NotReady;
            isUnclear = true;
            break;
        case RightStanding::HeldAbove:
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
