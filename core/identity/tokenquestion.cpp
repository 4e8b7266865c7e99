#include "core/identity/tokenquestion.h"

using namespace Qt::StringLiterals;

namespace signet {

TokenQuestion::TokenQuestion(IdentitySelector identity, const QString &forResource)
    : selector(std::move(identity))
    , resource(forResource)
{
    if (resource.endsWith("/.default"_L1))
        resource.chop(9);
}

} // namespace signet
