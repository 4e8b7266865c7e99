#pragma once

#include "core/signin/signin.h"

namespace signet {

// A personal access token. Opens Azure DevOps only, and says nothing about its owner; whoever asks the
// organization tells setAccount().
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

// Takes a token as somebody pastes it: white space around it and a line end are cut. Fails with
// access-token-invalid, evidence {reason}; never quotes it. Personal access tokens are letters and digits,
// 52 or 84 of them (Microsoft Learn, "Use personal access tokens"); the length may change again, so only
// what cannot be one is refused, and a token of Entra, which is another thing.
Result<Secret> parseAccessToken(const Secret &pasted);

} // namespace signet
