#pragma once

#include "core/devops/accesslevel.h"
#include "core/devops/devopsreply.h"
#include "core/net/addresses.h"
#include "core/net/request.h"
#include "core/result/fields.h"
#include "core/result/identifiers.h"
#include "core/result/organization.h"

#include <QUuid>

#include <optional>

namespace signet {

// A service principal as a member of an organization. Source: Service Principal Entitlements,
// 7.1-preview.1, and recorded answers (azure-devops facts, section 4).
struct Entitlement {
    QString storageKey; // id of the entitlement: the path of every later request
    QString objectId; // servicePrincipal.originId; principalName is sometimes the client id
    QString displayName;
    QString subjectDescriptor; // "aadsp....": what group memberships are made of
    QString metaType; // "managedIdentity", "application"
    AccessLevel accessLevel = AccessLevel::ofService({});
    // active, pending (never called yet, which is fine), disabled, deleted, expired, none ...
    QString status;
    QString licensingSource; // account, msdn ...
    bool deletedInOrigin = false; // its service principal is gone from Entra
    bool everSeen = false; // lastAccessedDate is a date

    // Whether the organization counts it among its members.
    bool isMember() const;

    friend bool operator==(const Entitlement &, const Entitlement &) = default;
};

template <class Fields>
void describeFields(Fields &fields, Entitlement &entitlement)
{
    fields("storageKey", entitlement.storageKey);
    fields("objectId", entitlement.objectId);
    fields("displayName", entitlement.displayName);
    fields("metaType", entitlement.metaType);
    QString level = entitlement.accessLevel.toString();
    fields("accessLevel", level);
    if constexpr (Fields::reads)
        entitlement.accessLevel = AccessLevel::ofService(level);
    fields("status", entitlement.status);
    fields("licensingSource", entitlement.licensingSource);
    fields("deletedInOrigin", entitlement.deletedInOrigin);
    fields("everSeen", entitlement.everSeen);
}

// The outcome of one request about an entitlement. A status of 200 alone does not mean success.
struct EntitlementAnswer {
    struct Refusal {
        int key = 0; // 5000 general, 5101 guest policy ...
        QString text; // begins with a code such as VS403283; redacted
    };

    bool succeeded = false; // isSuccess on every level, or a status of success where there is none
    std::optional<Entitlement> entitlement;
    QList<Refusal> refusals;
};

// POST, GET, PATCH, DELETE https://vsaex.dev.azure.com/{organization}/_apis/serviceprincipalentitlements
Request addEntitlementRequest(const OrganizationName &organization, const ObjectId &objectId,
                              const AccessLevel &level, QUuid session);
Request entitlementRequest(const OrganizationName &organization, const QString &storageKey, QUuid session);
Request changeAccessLevelRequest(const OrganizationName &organization, const QString &storageKey,
                                 const AccessLevel &level, QUuid session);
Request removeEntitlementRequest(const OrganizationName &organization, const QString &storageKey,
                                 QUuid session);

EntitlementAnswer readEntitlementReply(const Reply &reply);

// The licenses of the organization: GET .../_apis/userentitlementsummary?select=licenses
Request licencesRequest(const OrganizationName &organization, QUuid session);
struct LicenceSeats {
    int total = 0;
    int assigned = 0;
    int included = 0; // without being paid
    int available = 0;
};
// Of that access level; nothing when the answer does not tell.
std::optional<LicenceSeats> readLicenceSeats(const Reply &reply, const AccessLevel &level);

} // namespace signet
