#pragma once

#include "core/net/http.h"
#include "core/signin/entraclient.h"
#include "core/signin/signin.h"

namespace signet {

// A person who signed in to Entra by device code or browser: a refresh token, redeemed for a token of
// each service as it is needed. Never asks the person; a refusal is the finding of what Entra said,
// sign-in-expired where only signing in again helps.
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
    // Where a token is asked: the tenant that was named, else the account's own.
    EntraClient client() const;

    Http m_http;
    QString m_clientId;
    Secret m_refreshToken;
};

} // namespace signet
