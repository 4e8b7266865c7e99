#include "core/identity/tokenanswer.h"

using namespace Qt::StringLiterals;

namespace signet {

QLatin1StringView toString(TokenAnswer::Outcome outcome)
{
    switch (outcome) {
    case TokenAnswer::Outcome::Token:
        return "token"_L1;
    case TokenAnswer::Outcome::TokenWithWarning:
        return "token_with_warning"_L1;
    case TokenAnswer::Outcome::Error:
        return "error"_L1;
    case TokenAnswer::Outcome::NotThisSource:
        return "not_this_source"_L1;
    case TokenAnswer::Outcome::Pending:
        return "pending"_L1;
    }
    Q_UNREACHABLE();
}

} // namespace signet
