#pragma once

#include "core/identity/identityselector.h"
#include "core/result/organization.h"
#include "core/session/sessioncontext.h"
#include "core/signin/devicecodesignin.h"
#include "core/signin/signin.h"

#include <QUrl>

#include <functional>
#include <optional>
#include <stop_token>

namespace signet {

// Who is to be signed in, and how. Everything may be left empty.
struct SignInWish {
    // The way that was asked for; nothing: what is kept for the current profile, then the way that the
    // profile names, then the login of the Azure CLI.
    std::optional<SignInMethod> method;
    QString tenant; // id or domain; empty: that of the profile, then the account's own
    QString clientId; // of the app registration for device code and browser; empty: that of the profile
    QString profile; // empty: the current one
    IdentitySelector identity; // for the managed identity; where one is kept for the profile, that serves
    std::optional<OrganizationName> organization; // that a personal access token is for
    Secret accessToken; // personal access token; empty: the kept one
    // What a person has to do. Without them a way that needs the person fails with sign-in-needed.
    std::function<void(DeviceCodePrompt)> showCode = {};
    std::function<void(QUrl)> openBrowser = {};
    // Whether a kept sign-in may serve for the way that was asked for: not where somebody wants to sign in
    // anew.
    enum class Kept { Use, Ignore };
    Kept kept = Kept::Use;
};

// Signs somebody in, and proves it by a token for Azure DevOps (a personal access token: by the
// organization, where one is named), so that the account is known. Used for every command that works as
// an administrator. Keep the result until the work is done.
//
// Findings: sign-in-needed where nobody is signed in (evidence {finding: why the Azure CLI has nobody}),
// those of the ways (core/signin), of the keychain (core/keychain) where the profile says that it is
// kept there, profiles-file-invalid, run-stopped.
QCoro::Task<Result<SharedSignIn>> signIn(SessionContext sessionContext, SignInWish wish,
                                         std::stop_token stop);

// Whoever is kept for the current profile; nobody has been asked for anything yet. Null where nobody is kept,
// and where the keychain does not tell.
QCoro::Task<SharedSignIn> keptAdministrator(SessionContext sessionContext);

// What keeping came to. Being signed in does not depend on it. What could not be taken out of the keychain,
// or may still land in it, is remembered for signing out to remove, and never taken up again.
struct Keeping {
    bool inProfile = false; // the profile names the way and the account
    bool inKeychain = false; // the secret that belongs to it
    std::optional<Problem> problem; // of the keychain, or of the file of profiles
};
enum class Keep {
    Secret, // in the keychain, where the way has one
    NoSecret, // the profile only names the way and the account
};
// Remembers a sign-in for the profile (empty: the current one). With Keep::NoSecret one that was kept
// before is taken out of the keychain.
QCoro::Task<Keeping> keepSignIn(SessionContext sessionContext, SharedSignIn signIn, QString profile,
                                Keep keep);

// Forgets what is kept for the profile. Says who it was; nothing when nobody was signed in.
QCoro::Task<Result<std::optional<QString>>> signOut(SessionContext sessionContext, QString profile);

// The name that the sign-in of a profile is kept under.
QString signInKey(const QString &profile);

} // namespace signet
