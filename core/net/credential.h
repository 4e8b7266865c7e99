#pragma once

#include "core/net/addresses.h"
#include "core/result/result.h"
#include "core/result/secret.h"

#include <QCoroTask>

#include <stop_token>

namespace signet {

// What a request proves itself with. It says which services may see it, and Http holds that.
struct Credential {
    enum class Scheme {
        Bearer, // a token of Entra: "Authorization: Bearer ..."
        AccessToken, // a personal access token: "Authorization: Basic", with no user name
    };

    Scheme scheme = Scheme::Bearer;
    Resource resource = Resource::AzureDevOps;
    Secret secret;

    static Credential bearer(Resource resource, Secret token)
    {
        return {Scheme::Bearer, resource, std::move(token)};
    }
    // Good for Azure DevOps and nothing else.
    static Credential accessToken(Secret token)
    {
        return {Scheme::AccessToken, Resource::AzureDevOps, std::move(token)};
    }
    bool isEmpty() const { return secret.isEmpty(); }
};

// Somebody who is signed in: gives a credential for a resource whenever one is needed, and renews it by
// itself. Whoever calls keeps the source until the task is done.
class CredentialSource {
public:
    virtual ~CredentialSource() = default;

    // Fails with the finding of what the sign-in said: sign-in-needed, az-not-signed-in,
    // conditional-access-blocked ...
    virtual QCoro::Task<Result<Credential>> credential(Resource resource, std::stop_token stop) = 0;
};

} // namespace signet
