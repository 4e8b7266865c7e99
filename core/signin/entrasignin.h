#pragma once

#include "core/net/http.h"
#include "core/signin/entraclient.h"
#include "core/signin/signin.h"

namespace signet {

// A person who signed in to Entra with a device code or a browser: a refresh token, redeemed for a token of
// each service as needed. Never prompts the person; a refusal becomes the finding for Entra's error,
// sign-in-expired if only signing in again helps.
class EntraSignIn final : public SignIn {
public:
    // Right after signing in: the first tokens are there, for Azure DevOps.
    EntraSignIn(const Http &http, SignInMethod method, const EntraClient &client, const EntraTokens &first);
    // From the keychain.
    EntraSignIn(const Http &http, const StoredSignIn &stored);

    StoredSignIn stored() const override;
    Result<std::shared_ptr<SignIn>> inTenant(const QString &tenant) const override;

protected:
    QCoro::Task<Result<Fresh>> ask(Resource resource, std::stop_token stop) override;

private:
    // The tenant that issues tokens: the specified one, else the account's home tenant.
    EntraClient client() const;

    Http m_http;
    QString m_clientId;
    Secret m_refreshToken;
};

} // namespace signet
