#pragma once

#include "core/sandbox/world/world.h"

#include <QJsonObject>
#include <QLatin1StringView>

namespace signet::sandbox {

// What there is to sign in with in every scenario, besides the login that its person brings along: an app
// registration of Contoso for device code and browser, which the profile of the machine names, and two
// personal access tokens of Jane Doe in contoso, one of which may read projects and nothing else.
inline constexpr QLatin1StringView simulatedAppClientId{"519e70c1-1d00-4a77-8e51-90a1b2c3d4e5"};
inline constexpr QLatin1StringView simulatedAccessToken{
    "simulatedaccesstokenofjanedoewithfullaccess234567xyz"};
inline constexpr QLatin1StringView simulatedReadingToken{
    "simulatedaccesstokenofjanedoethatreadsprojects234567"};

// The sign-in that World::administrator brings along, as a client would have kept it:
// {"name","userPrincipalName","tenantId","objectId","clientId","refreshToken"}. Empty where nobody is
// signed in. The client is the first public one of the world, else the Azure CLI, which every tenant knows.
QJsonObject signedInPerson(const World &world);

} // namespace signet::sandbox
