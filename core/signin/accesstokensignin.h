#pragma once

#include "core/signin/signin.h"

namespace signet {

// A personal access token. It works only for Azure DevOps and contains nothing about its owner; code that
// asks the organization calls setAccount().
class AccessTokenSignIn final : public SignIn {
public:
    AccessTokenSignIn(const Host &host, const Secret &token, const Account &account = {});

    StoredSignIn stored() const override;

protected:
    // Fails with access-token-not-for, evidence {resource}, for any service but Azure DevOps.
    QCoro::Task<Result<Fresh>> ask(Resource resource, std::stop_token stop) override;

private:
    Secret m_token;
};

// Accepts a pasted token; white space around it and a line end are removed. Fails with access-token-invalid,
// evidence {reason}, and never quotes it. Personal access tokens are letters and digits, 52 or 84 of them
// (Microsoft Learn, "Use personal access tokens"); the length can change again, so only text that cannot be
// one is refused, and an Entra token, which is something else.
Result<Secret> parseAccessToken(const Secret &pasted);

} // namespace signet
