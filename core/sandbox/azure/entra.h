#pragma once

#include "core/sandbox/server/httpserver.h"
#include "core/sandbox/world/tokenissuer.h"
#include "core/sandbox/world/world.h"

#include <QHash>
#include <QJsonObject>

#include <functional>

namespace signet::sandbox {

struct EntraForm;

// Microsoft Entra (login.microsoftonline.com), with {tenant} an id, a domain, common or organizations:
//
//   GET  {tenant}[/v2.0]/.well-known/openid-configuration
//   GET  common/discovery/instance                       which hosts are Entra's
//   GET  {tenant}/discovery[/v2.0]/keys                  empty: nobody outside can check signatures
//   POST {tenant}/oauth2/v2.0/devicecode
//   GET  {tenant}/oauth2/v2.0/authorize                  what World::administrator's browser is shown
//   POST {tenant}/oauth2/v2.0/token                      device code, code with PKCE, refresh token,
//   POST {tenant}/oauth2/token                           client credentials; version 1 for the last three
//
// Whoever signs in is World::administrator, or whom `login_hint` names; how it goes is World::signIn.
// Refusals have the shape of Entra's token endpoint: "error" as in RFC 6749, "error_codes" with the
// AADSTS code. The codes and what they mean are Microsoft's ("Microsoft Entra authentication and
// authorization error codes"); the sentences are shortened. "client-request-id" comes back as
// "correlation_id".
//
// Assumed: a person whom a policy keeps out, or who may not consent, gives up, and the browser comes back
// with the error; the real page stays open. A refresh token can be used again after its rotation, as it is
// for real clients of a desktop.
class Entra {
public:
    // `issued` is told every token that is handed out, refresh tokens included.
    explicit Entra(World *world, std::function<void(const QByteArray &)> issued);

    ServerResponse answer(const ServerRequest &request);

private:
    // Started on one device, finished on another.
    struct DeviceSignIn {
        QString clientId;
        QString scope;
        QString tenant; // as it stood in the path
        qint64 expiresAt = 0;
        int polls = 0;
        bool used = false;
    };
    // What an authorization code stands for.
    struct Authorization {
        QString clientId;
        QString redirectUri;
        QString scope;
        QString tenantId;
        QString personId;
        QString challenge;
        QString challengeMethod;
        QString nonce;
        qint64 expiresAt = 0;
        bool redeemed = false;
    };
    // Where tokens come from: the person, the tenant signed in to, and what is asked for.
    struct Session {
        const Person *person = nullptr;
        QString tenantId;
        QString clientId;
        QString scope;
        QString nonce = {};
        int generation = 0;
    };

    ServerResponse configuration(const QString &tenant, bool second) const;
    ServerResponse startDeviceCode(const ServerRequest &request, const QString &tenant);
    ServerResponse authorize(const ServerRequest &request, const QString &tenant);
    ServerResponse token(const ServerRequest &request, const QString &tenant, bool second);
    ServerResponse redeemDeviceCode(const EntraForm &form);
    ServerResponse redeemCode(const EntraForm &form);
    ServerResponse refresh(const EntraForm &form);
    ServerResponse refusedAssertion(const EntraForm &form, const Application &application);
    ServerResponse clientCredentials(const EntraForm &form);
    ServerResponse tokens(const EntraForm &form, const Session &session);
    ServerResponse refused(const ServerRequest &request, int code, const QStringList &details = {}) const;
    QString opaqueCode(const QString &purpose);

    World *m_world;
    std::function<void(const QByteArray &)> m_issued;
    QHash<QString, DeviceSignIn> m_devices;
    QHash<QString, Authorization> m_authorizations;
    int m_requests = 0; // numbers the trace ids
    int m_codes = 0;
};

} // namespace signet::sandbox
