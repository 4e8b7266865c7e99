#include "core/identity/tokenquestion.h"

using namespace Qt::StringLiterals;

namespace signet {

QLatin1StringView toString(IdentitySource source)
{
    switch (source) {
    case IdentitySource::None:
        return "none"_L1;
    case IdentitySource::Imds:
        return "imds"_L1;
    }
    Q_UNREACHABLE();
}

TokenQuestion::TokenQuestion(IdentitySelector identity, const QString &forResource)
    : selector(std::move(identity))
    , resource(forResource)
{
    if (resource.endsWith("/.default"_L1))
        resource.chop(9);
}

} // namespace signet
