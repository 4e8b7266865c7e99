#include "core/rights/need.h"

#include "core/result/enumwords.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr EnumWords rightKindWords{RightKind::Impossible,
                                   std::array{
                                       EnumWord{RightKind::Permission, "permission"_L1},
                                       EnumWord{RightKind::Role, "role"_L1},
                                       EnumWord{RightKind::FeedRole, "feed-role"_L1},
                                       EnumWord{RightKind::ExtensionRole, "extension-role"_L1},
                                       EnumWord{RightKind::Membership, "membership"_L1},
                                       EnumWord{RightKind::AccessLevel, "access-level"_L1},
                                       EnumWord{RightKind::AllOfType, "all-of-type"_L1},
                                       EnumWord{RightKind::Policy, "policy"_L1},
                                       EnumWord{RightKind::Outside, "outside"_L1},
                                       EnumWord{RightKind::Impossible, "impossible"_L1},
                                   }};

constexpr EnumWords proofWords{Proof::Inferred,
                               std::array{
                                   EnumWord{Proof::Documented, "documented"_L1},
                                   EnumWord{Proof::Observed, "observed"_L1},
                                   EnumWord{Proof::Inferred, "inferred"_L1},
                               }};

constexpr EnumWords truthWords{Truth::True,
                               std::array{
                                   EnumWord{Truth::False, "false"_L1},
                                   EnumWord{Truth::Perhaps, "perhaps"_L1},
                                   EnumWord{Truth::True, "true"_L1},
                               }};

Truth truthOf(bool value)
{
    return value ? Truth::True : Truth::False;
}

// An update changes it, or a creation sets it.
Truth isChanged(const ArgumentSeen &seen, Operation operation)
{
    if (operation == Operation::Create || operation == Operation::Delete)
        return seen.state == ArgumentSeen::State::Unknown ? Truth::Perhaps
                                                          : truthOf(seen.state == ArgumentSeen::State::Known);
    if (seen.changed)
        return truthOf(*seen.changed);
    return Truth::Perhaps;
}

} // namespace

QLatin1StringView toString(RightKind kind)
{
    return rightKindWords[kind];
}

std::optional<RightKind> rightKindNamed(QStringView word)
{
    return rightKindWords.find(word);
}

QLatin1StringView toString(Proof proof)
{
    return proofWords[proof];
}

std::optional<Proof> proofNamed(QStringView word)
{
    return proofWords.find(word);
}

QLatin1StringView toString(Truth truth)
{
    return truthWords[truth];
}

Truth holds(const NeedCondition &condition, const ResourceUse &use, Operation operation)
{
    using Is = NeedCondition::Is;
    if (condition.is == Is::State)
        return Truth::Perhaps;
    const ArgumentSeen seen = use.argument(condition.argument);
    if (condition.is == Is::Changed)
        return isChanged(seen, operation);
    if (seen.state == ArgumentSeen::State::Unknown)
        return Truth::Perhaps;
    const bool isSet = seen.state == ArgumentSeen::State::Known;
    const bool isEqual = isSet && seen.text.compare(condition.value, Qt::CaseInsensitive) == 0;
    switch (condition.is) {
    case Is::Set:
        return truthOf(isSet);
    case Is::Unset:
        return truthOf(!isSet);
    case Is::Equal:
        return truthOf(isEqual);
    case Is::NotEqual:
        return truthOf(!isEqual);
    case Is::Changed:
    case Is::State:
        break;
    }
    Q_UNREACHABLE();
}

} // namespace signet
