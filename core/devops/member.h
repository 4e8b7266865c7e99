#pragma once

#include "core/devops/devopsreply.h"
#include "core/devops/entitlements.h"
#include "core/devops/hostreach.h"
#include "core/devops/memberidentity.h"
#include "core/net/credential.h"
#include "core/net/http.h"
#include "core/result/fields.h"

#include <QCoroTask>
#include <QList>
#include <QStringList>

#include <optional>
#include <stop_token>

namespace signet {

// An Entra group known to the organization.
struct EntraGroup {
    QString name; // "Builders"
    QString objectId; // in Entra
    QStringList groups; // of Azure DevOps that it is in directly: "[Fabrikam-Fiber]\Contributors"
};

template <class Fields>
void describeFields(Fields &fields, EntraGroup &group)
{
    fields("name", group.name);
    fields("objectId", group.objectId);
    fields("groups", group.groups);
}

// A service principal in an organization, as the current account can see it: an administrator sees every
// member, others see at most themselves (azure-devops facts, section 4).
struct MemberSeen {
    Delivery delivery = Delivery::Failed; // of the request that decided
    int status = 0;
    DevOpsError error;
    bool byAdministrator = false; // who looked
    bool readable = false; // the rest is known
    bool known = false; // member, or former member
    std::optional<Entitlement> entitlement; // nothing: no member
    // Descriptors of the groups that it is in directly. Nothing: they could not be read.
    std::optional<QStringList> memberships;
    QStringList groups; // their names, once somebody has looked them up: "[Fabrikam-Fiber]\Contributors"
    // Groups of Entra that the organization knows and the principal is in; looked for where it is no member.
    QStringList entraGroups;
    bool entraGroupsKnown = true; // false: they could not be looked for, or not all of them
    // The same of a member whose token lists groups of Entra: those that the token does not list. Nothing:
    // not looked for, or not all of them could be.
    std::optional<QList<EntraGroup>> unlistedGroups;
    // The hosts that were asked on the way. Reported by whoever asks about the hosts.
    QList<HostReachSeen> hosts;

    bool isMember() const { return entitlement && entitlement->isMember(); }
};

template <class Fields>
void describeFields(Fields &fields, MemberSeen &seen)
{
    fields.word("transport", seen.delivery, Delivery::Failed);
    fields("status", seen.status);
    fields("byAdministrator", seen.byAdministrator);
    fields("readable", seen.readable);
    fields("known", seen.known);
    fields("entitlement", seen.entitlement);
    fields.ifAny("memberships", seen.memberships);
    fields("groups", seen.groups);
    fields("entraGroups", seen.entraGroups);
    fields("entraGroupsKnown", seen.entraGroupsKnown);
    fields("unlistedGroups", seen.unlistedGroups);
    fields("error", seen.error);
}

// Where the organization keeps the principal: known from connectionData with its own token, or looked up.
struct MemberQuestion {
    OrganizationName organization;
    TenantId tenant;
    ObjectId objectId;
    QString storageKey; // empty: looked up by tenant and object id
    QString descriptor;
};

// One request for who it is, where that is not known; then its entitlement and its groups side by side.
QCoro::Task<MemberSeen> readMember(Http http, MemberQuestion question, Credential credential, QUuid session,
                                   std::stop_token stop);

// The names of these groups, sorted; those that the service does not know are left out.
QCoro::Task<QStringList> nameGroups(Http http, OrganizationName organization, QStringList descriptors,
                                    Credential credential, QUuid session, std::stop_token stop);

} // namespace signet
