#include "core/identity/tokenanswer.h"

#include "core/result/enumwords.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr EnumWords outcomeWords{
    TokenAnswer::Outcome::Pending,
    std::array{
        EnumWord{TokenAnswer::Outcome::Token, "token"_L1},
        EnumWord{TokenAnswer::Outcome::TokenWithWarning, "token_with_warning"_L1},
        EnumWord{TokenAnswer::Outcome::Error, "error"_L1},
        EnumWord{TokenAnswer::Outcome::NotThisSource, "not_this_source"_L1},
        EnumWord{TokenAnswer::Outcome::Pending, "pending"_L1},
    }};

} // namespace

QLatin1StringView toString(TokenAnswer::Outcome outcome)
{
    return outcomeWords[outcome];
}

} // namespace signet
