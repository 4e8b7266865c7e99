#pragma once

#include "core/sandbox/world.h"

#include <QJsonObject>

namespace signet::sandbox {

// The sign-in that World::administrator brings along, as a client would have kept it:
// {"name","userPrincipalName","tenantId","objectId","clientId","refreshToken"}. Empty where nobody is
// signed in. The client is the first public one of the world, else the Azure CLI, which every tenant knows.
QJsonObject signedInPerson(const World &world);

} // namespace signet::sandbox
