#pragma once

#include "core/identity/identityselector.h"
#include "core/net/http.h"
#include "core/signin/signin.h"

namespace signet {

// The identity of this machine in the administrator's place, where it already is one.
class ManagedIdentitySignIn final : public SignIn {
public:
    explicit ManagedIdentitySignIn(const Http &http, const IdentitySelector &selector = {});

    StoredSignIn stored() const override;

protected:
    // At the endpoint that the machine has. Fails with managed-identity-not-answering, evidence {reason:
    // words of IdentityFault, endpoint: its address, or its name where it has none}.
    QCoro::Task<Result<Fresh>> ask(Resource resource, std::stop_token stop) override;

private:
    Http m_http;
    IdentitySelector m_selector;
};

} // namespace signet
