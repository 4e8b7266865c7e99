#include "core/identity/identityselector.h"

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

} // namespace signet
