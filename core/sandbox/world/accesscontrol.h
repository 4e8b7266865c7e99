#pragma once

#include "core/sandbox/world/securitynamespaces.h"
#include "core/sandbox/world/world.h"

#include <QStringList>

#include <optional>
#include <vector>

namespace signet::sandbox {

// Who may do what in an organization, decided as the service documents it (Microsoft Learn, "About
// permissions, access levels, and security groups"):
//
//   - at one token, the entries of the member and of all its groups count together, and a denied bit is
//   denied
//     whatever else allows it;
//   - what is decided at a token is not asked of the token above it, so an allowed bit beats a denied one
//   that
//     would be inherited;
//   - what is decided nowhere up to the top, or up to a list that does not inherit, is not allowed.
//
// Lists that nobody changed are not kept: they follow from the groups (a simplified "Default permissions
// quick reference"), so an organization of any size costs nothing. Roles are bits of the list of their
// resource.

// Whose entries count for a member.
struct AccessSubjects {
    QString storageKey;
    std::vector<const Group *> groups; // with those that it is in through others
    bool administers = false; // the collection
};
AccessSubjects accessSubjects(const Organization &organization, const Member &member,
                              const std::optional<QStringList> &listedEntraGroups = {});

struct AccessBits {
    int allow = 0;
    int deny = 0;

    friend bool operator==(const AccessBits &, const AccessBits &) = default;
};
AccessBits effectiveAccess(const Organization &organization, const AccessSubjects &subjects,
                           const SecurityNamespace &space, const QString &token);
// Of one member or group alone, without the groups that it is in.
AccessBits effectiveAccess(const Organization &organization, const QString &subject,
                           const SecurityNamespace &space, const QString &token);
// Whether every one of the bits is allowed.
bool isAllowed(const Organization &organization, const AccessSubjects &subjects,
               const SecurityNamespace &space, const QString &token, int bits);

// As tokens are compared: in lower case, without separators at the end.
QString comparableToken(const SecurityNamespace &space, const QString &token);
// The token that this one inherits from; nothing at the top.
std::optional<QString> tokenAbove(const SecurityNamespace &space, const QString &comparable);

// What is at the token, with the roles of its resource; without entries where nothing is.
AccessControlList listAt(const Organization &organization, const SecurityNamespace &space,
                         const QString &token);
// Every list that has an entry, at and below that token; of the whole namespace where it is empty.
std::vector<AccessControlList> listsBelow(const Organization &organization, const SecurityNamespace &space,
                                          const QString &token);
// What is said about one subject there, without its roles.
AccessControlEntry entryAt(const Organization &organization, const SecurityNamespace &space,
                           const QString &token, const QString &subject);
// Changes that entry; without a bit it is removed.
void setEntry(Organization *organization, const SecurityNamespace &space, const QString &token,
              const AccessControlEntry &entry);
void setInheritance(Organization *organization, const SecurityNamespace &space, const QString &token,
                    bool inherits);
// Lists that differ from what every organization has there: for comparing states.
std::vector<AccessControlList> changedLists(const Organization &organization);

// ---- Roles

struct RoleBits {
    QLatin1StringView role;
    int bits = 0;
};
// A kind of resource that has roles.
struct RoleScope {
    QLatin1StringView id; // "distributedtask.library"
    QLatin1StringView namespaceId;
    std::vector<RoleBits> roles; // from the least to the most
};
const RoleScope *roleScope(const QString &id);
// The token of a resource; empty where the resource id has another form.
QString tokenOfResource(const RoleScope &scope, const QString &resourceId);

} // namespace signet::sandbox
