#pragma once

#include "core/net/reply.h"
#include "core/net/request.h"
#include "core/result/identifiers.h"
#include "core/result/organization.h"

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

} // namespace signet
