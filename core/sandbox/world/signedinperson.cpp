#include "core/sandbox/world/signedinperson.h"

#include "core/sandbox/world/directory.h"
#include "core/sandbox/world/tokenissuer.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet::sandbox {

QJsonObject signedInPerson(const World &world)
{
    const Person *person = administratorOf(world);
    if (!person)
        return {};
    const auto client = std::ranges::find(world.applications, true, &Application::publicClient);
    const QString clientId =
        client == world.applications.end() ? u"04b07795-8ddb-461a-bbee-02f9e1bf7b46"_s : client->clientId;
    return {{u"name"_s, person->name},
            {u"userPrincipalName"_s, person->userPrincipalName},
            {u"tenantId"_s, person->tenantId},
            {u"objectId"_s, person->objectId},
            {u"clientId"_s, clientId},
            {u"refreshToken"_s, QString::fromLatin1(issueRefreshToken(world, *person, clientId))}};
}

} // namespace signet::sandbox
