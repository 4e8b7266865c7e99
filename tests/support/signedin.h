#pragma once

#include "core/keychain/sessionstore.h"
#include "core/profile/profile.h"
#include "core/sandbox/world/signedinperson.h"
#include "core/session/administrator.h"
#include "core/signin/storedsignin.h"
#include "core/token/claims.h"

#include <memory>

// Sign-ins in memory, with that of whoever administers the simulated world; of nobody where there is none.
inline std::shared_ptr<signet::SignInStore> signInsOf(const signet::sandbox::World &world)
{
    auto store = std::make_shared<signet::SessionStore>();
    const QJsonObject person = signet::sandbox::signedInPerson(world);
    if (person.isEmpty())
        return store;
    const auto text = [&person](const char *key) { return person[QLatin1StringView(key)].toString(); };
    signet::StoredSignIn stored;
    stored.method = signet::SignInMethod::Browser;
    stored.account.displayName = text("name");
    stored.account.userName = text("userPrincipalName");
    stored.account.tenantId = text("tenantId");
    stored.account.objectId = text("objectId");
    stored.account.kind = toString(signet::IdentityType::Person);
    stored.clientId = text("clientId");
    stored.secret = signet::Secret(text("refreshToken").toUtf8());
    store->put(signet::signInKey(signet::defaultProfile), stored.toBytes());
    return store;
}
