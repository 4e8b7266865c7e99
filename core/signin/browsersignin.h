#pragma once

#include "core/signin/entraclient.h"
#include "core/signin/signin.h"

#include <QUrl>

#include <chrono>
#include <functional>

namespace signet {

// Signs a person in with a browser on this machine: authorization code with PKCE (S256), the answer taken
// by a listener on loopback that is there for this one sign-in. Source: Microsoft Learn, "OAuth 2.0
// authorization code flow"; RFC 7636 (PKCE); RFC 8252 (native apps).
//
// `open` gets the address that the person's browser has to open. The person has `limit` for it.
// Fails with browser-sign-in-not-completed (evidence {reason}), the findings of Entra's codes,
// network-failed, run-stopped.
inline constexpr std::chrono::minutes browserLimit{5};
QCoro::Task<Result<SharedSignIn>> signInWithBrowser(Http http, EntraClient client,
                                                    std::function<void(QUrl)> open,
                                                    std::chrono::milliseconds limit, std::stop_token stop);

// What PKCE proves: that who redeems the code is who asked for it.
struct PkcePair {
    Secret verifier; // 43 characters
    QString challenge; // base64url of its SHA-256
};
PkcePair newPkcePair();
QString challengeOf(const QByteArray &verifier);

// The address to open.
QUrl authorizeUrl(const EntraClient &client, const QUrl &redirect, const QString &state,
                  const QString &challenge);

} // namespace signet
