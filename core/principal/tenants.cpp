#include "core/principal/tenants.h"

#include "core/net/addresses.h"
#include "core/principal/azureanswer.h"

#include <QJsonArray>
#include <QUrlQuery>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int mostPages = 20; // a guest of a few hundred tenants fits into one

} // namespace

QCoro::Task<Result<QList<TenantEntry>>> listTenants(Http http, std::shared_ptr<CredentialSource> credentials,
                                                    std::stop_token stop)
{
    QList<TenantEntry> tenants;
    QUrl url = resourceManagerUrl(u"tenants"_s, QUrlQuery{{u"api-version"_s, u"2022-12-01"_s}});
    for (int page = 0; page < mostPages && url.isValid(); ++page) {
        auto asking = askAzure(http, credentials, Resource::ResourceManager, azureRequest("GET", url), stop);
        const AzureAnswer answer = co_await asking;
        if (answer.problem)
            co_return *answer.problem;
        const QJsonArray entries = answer.body["value"_L1].toArray();
        for (const QJsonValue &entry : entries) {
            TenantEntry tenant;
            tenant.id = entry["tenantId"_L1].toString();
            tenant.displayName = entry["displayName"_L1].toString();
            tenant.domain = entry["defaultDomain"_L1].toString();
            tenant.isHome = entry["tenantCategory"_L1].toString() == "Home"_L1;
            if (!tenant.id.isEmpty())
                tenants.append(tenant);
        }
        url = QUrl(answer.body["nextLink"_L1].toString(), QUrl::StrictMode);
    }
    std::ranges::sort(tenants, [](const TenantEntry &a, const TenantEntry &b) {
        if (a.isHome != b.isHome)
            return a.isHome;
        const int names = a.displayName.localeAwareCompare(b.displayName);
        return names != 0 ? names < 0 : a.id < b.id;
    });
    co_return tenants;
}

} // namespace signet
