#pragma once

#include "core/net/reply.h"
#include "core/net/request.h"
#include "core/result/fields.h"
#include "core/result/identifiers.h"
#include "core/result/organization.h"

#include <QList>
#include <QUuid>

#include <optional>

namespace signet {

// What an organization knows about a service principal, member or not: a removed one stays known.
struct MemberIdentity {
    QString storageKey; // path of entitlements and roles
    QString subjectDescriptor; // "aadsp....": path of group memberships
    QString displayName;
    bool active = false; // false: known, and not a member

    friend bool operator==(const MemberIdentity &, const MemberIdentity &) = default;
};

// GET https://vssps.dev.azure.com/{organization}/_apis/identities?descriptors=, by the descriptor that
// access control lists use: it is made of tenant and object id, so one request finds one identity among any
// number. Source: Identities - Read Identities, 7.1; the descriptor from recorded answers (azure-devops
// facts, sections 3 and 4).
Request memberIdentityRequest(const OrganizationName &organization, const TenantId &tenant,
                              const ObjectId &objectId, QUuid session);
// Nothing when the organization never heard of it. Only of an answer with status 200.
std::optional<MemberIdentity> readMemberIdentity(const Reply &reply);

// A service principal that the organization knows by a name.
struct Namesake {
    QString displayName;
    QString objectId;
    QString storageKey;
    bool active = false; // a member
    std::optional<bool> deletedInOrigin; // its service principal is gone from Entra; nothing: not known

    friend bool operator==(const Namesake &, const Namesake &) = default;
};

template <class Fields>
void describeFields(Fields &fields, Namesake &namesake)
{
    fields("displayName", namesake.displayName);
    fields("objectId", namesake.objectId);
    fields("storageKey", namesake.storageKey);
    fields("active", namesake.active);
    fields.ifAny("deletedInOrigin", namesake.deletedInOrigin);
}

// GET .../_apis/identities?searchFilter=General&filterValue=: everybody and every group whose name begins
// with the text. Source: Identities - Read Identities, 7.1.
Request namesakesRequest(const OrganizationName &organization, const QString &name, QUuid session);
// The service principals of exactly that name; nothing if the response is not a list.
std::optional<QList<Namesake>> readNamesakes(const Reply &reply, const QString &name);

} // namespace signet
