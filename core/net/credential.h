#pragma once

#include "core/net/addresses.h"
#include "core/result/result.h"
#include "core/result/secret.h"

#include <QCoroTask>

#include <stop_token>

namespace signet {

// The credential of a request. It defines which services can see it, and Http enforces that.
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
    // Valid only for Azure DevOps.
    static Credential accessToken(Secret token)
    {
        return {Scheme::AccessToken, Resource::AzureDevOps, std::move(token)};
    }
    bool isEmpty() const { return secret.isEmpty(); }
};

// A signed-in account: returns a credential for a resource when one is needed, and renews it automatically.
// The caller keeps the source alive until the task is done.
class CredentialSource {
public:
    virtual ~CredentialSource() = default;

    // Fails with the finding for the failed sign-in: sign-in-needed, az-not-signed-in,
    // conditional-access-blocked ...
    virtual QCoro::Task<Result<Credential>> credential(Resource resource, std::stop_token stop) = 0;
};

} // namespace signet
