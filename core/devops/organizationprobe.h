#pragma once

#include "core/devops/devopsreply.h"
#include "core/net/http.h"
#include "core/result/fields.h"
#include "core/result/identifiers.h"
#include "core/result/organization.h"

#include <QCoroTask>
#include <QStringList>

#include <optional>
#include <stop_token>

namespace signet {

// What the anonymous look-up of an organization gave.
struct OrganizationSeen {
    enum class Exists { Yes, No, Unknown };

    Delivery delivery = Delivery::Failed;
    int status = 0;
    // No only when Azure DevOps itself said so: an answer without locationUrl, or its 404.
    Exists exists = Exists::Unknown;
    QString locationUrl; // as given, with a slash at its end: "https://dev.azure.com/contoso/"
    DevOpsError error;

    friend bool operator==(const OrganizationSeen &, const OrganizationSeen &) = default;
};

// "yes", "no", "unknown"
QLatin1StringView toString(OrganizationSeen::Exists exists);

template <class Fields>
void describeFields(Fields &fields, OrganizationSeen &seen)
{
    fields.word("transport", seen.delivery, Delivery::Failed);
    fields("status", seen.status);
    fields.word("exists", seen.exists, OrganizationSeen::Exists::Unknown);
    fields("locationUrl", seen.locationUrl);
    fields("error", seen.error);
}

// Requests the location of the area "core" of the organization; this needs no sign-in. GET
// https://dev.azure.com/_apis/resourceAreas/{area}?accountName={organization}
QCoro::Task<OrganizationSeen> lookUpOrganization(Http http, OrganizationName organization,
                                                 std::stop_token stop);

// The look-up's answer, read.
OrganizationSeen readOrganizationReply(const Reply &reply);

// What the organization's anonymous response reveals about its tenant. The status is not decisive: 302, 401,
// and, with public projects, 200 are all fine.
struct OrganizationTenantSeen {
    Delivery delivery = Delivery::Failed;
    int status = 0;
    QString method; // "HEAD", or "GET" where HEAD gave nothing to use
    // From the first challenge "Bearer authorization_uri=...", else the first of X-VSS-ResourceTenant
    // that is not zero.
    std::optional<TenantId> tenantId;
    // All GUIDs of X-VSS-ResourceTenant in their order, zeros included; lower case.
    QStringList resourceTenants;
    // X-VSS-ResourceTenant holds nothing but zeros: the organization is connected to no tenant, and no
    // service principal can ever be added.
    bool notEntraBacked = false;
    QStringList challenges; // one for each WWW-Authenticate challenge: "Bearer authorization_uri=..."
    bool fromAzureDevOps = false;
    DevOpsError error; // .html, .signInPage, .location: what stood in the way

    friend bool operator==(const OrganizationTenantSeen &, const OrganizationTenantSeen &) = default;
};

template <class Fields>
void describeFields(Fields &fields, OrganizationTenantSeen &seen)
{
    fields.word("transport", seen.delivery, Delivery::Failed);
    fields("status", seen.status);
    fields("method", seen.method);
    fields("tenantId", seen.tenantId);
    fields("resourceTenants", seen.resourceTenants);
    fields("notEntraBacked", seen.notEntraBacked);
    fields("challenges", seen.challenges);
    fields("fromAzureDevOps", seen.fromAzureDevOps);
    fields("error", seen.error);
}

// HEAD {organization}/_apis/connectionData without credentials. HEAD comes first, because it is the only
// request whose tenant headers are present with any status. GET follows if it returned none.
QCoro::Task<OrganizationTenantSeen> probeTenant(Http http, OrganizationName organization,
                                                std::stop_token stop);

// The probe's answer, read.
OrganizationTenantSeen readTenantReply(const Reply &reply, const QString &method);

// The challenges of all WWW-Authenticate lines. Several can share a line, and Qt joins several lines into
// one, so commas between challenges are distinguished from those between parameters.
QStringList authenticationChallenges(const Reply &reply);

} // namespace signet
