#pragma once

#include "core/net/http.h"
#include "core/result/result.h"

#include <QCoroTask>

#include <memory>

namespace signet {

// A tenant that an account is in: its home, or one that it is a guest of.
struct TenantEntry {
    QString id;
    QString displayName; // empty where the account may not read it
    QString domain; // "contoso.onmicrosoft.com"; empty where unknown
    bool isHome = false;

    friend bool operator==(const TenantEntry &, const TenantEntry &) = default;
};

// The tenants of the signed-in account, from Resource Manager (Tenants - List, api-version 2022-12-01); home
// first, then by name. Fails as askAzure() does.
QCoro::Task<Result<QList<TenantEntry>>> listTenants(Http http, std::shared_ptr<CredentialSource> credentials,
                                                    std::stop_token stop);

} // namespace signet
