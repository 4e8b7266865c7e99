#pragma once

#include "core/sandbox/devops/devopscall.h"

namespace signet::sandbox {

// A service principal of the tenant that an organization could take in: a managed identity, or the one of an
// application. Agents (ServiceIdentity) are none.
struct KnownPrincipal {
    QString displayName;
    QString clientId;
    bool isManagedIdentity = false;
};
std::optional<KnownPrincipal> knownPrincipal(const World &world, const QString &tenantId,
                                             const QString &objectId);

// Members and groups in the shapes that Azure DevOps has for them.

// "jane@contoso.example"; the object id of a service principal.
QString accountName(const World &world, const Organization &organization, const Member &member);
// "Microsoft.IdentityModel.Claims.ClaimsIdentity;{tenant}\{upn}",
// "Microsoft.VisualStudio.Services.Claims.AadServicePrincipal;{tenant}\{object id}",
// "Microsoft.TeamFoundation.Identity;{sid}"
QString legacyDescriptor(const World &world, const Organization &organization, const Member &member);
QString legacyDescriptor(const Group &group);

// GraphServicePrincipal, GraphUser, GraphGroup.
QJsonObject subjectObject(const DevOpsCall &call, const Member &member);
QJsonObject subjectObject(const DevOpsCall &call, const Group &group);
// {"self":{"href"},...} of a subject; `kind` is "Users", "ServicePrincipals", "Groups".
QJsonObject subjectLinks(const DevOpsCall &call, const QString &kind, const QString &descriptor);

// A removed member, as the organization remembers it: without a licence, in no group.
std::optional<Member> formerMember(const DevOpsCall &call, const QString &storageKeyOrDescriptor);

} // namespace signet::sandbox
