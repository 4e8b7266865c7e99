#include "core/identity/identityselector.h"

using namespace Qt::StringLiterals;

namespace signet {

QString IdentitySelector::text() const
{
    if (const ClientId *id = clientId())
        return id->toString();
    if (const ObjectId *id = objectId())
        return id->toString();
    if (const ResourceId *id = resourceId())
        return id->toString();
    return {};
}

QString IdentitySelector::variable() const
{
    return m_origin.startsWith("env:"_L1) ? m_origin.mid(4) : QString();
}

} // namespace signet
