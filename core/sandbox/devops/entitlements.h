#pragma once

#include "core/sandbox/devops/devopscall.h"

namespace signet::sandbox {

// vsaex.dev.azure.com: who is a member, with which access level, in which projects. What was refused comes
// with status 200 and says so inside:
//   {"isSuccess":false,"operationResult":{"isSuccess":false,"errors":[{"key":5000,"value":"..."}]}}
//
//   key   when
//   5000  nobody has that object id in the tenant of the organization, or it is no service principal there,
//   or
//         it is an agent, or it was made a moment ago (VS403283); the id is missing; the access level cannot
//         be had by a service principal; a project or a group is not there
//   5005  no seat of that access level is left
//   5032  a project administrator chose an access level, which is for collection administrators
//
// Who may not add anybody at all gets 403 "Access Denied: ... Add Users". Reading needs a collection
// administrator too, but for oneself.

// POST {servicePrincipal:{origin,originId,subjectKind},accessLevel?,projectEntitlements?}
// PATCH [{op,path:"/{key}/accessLevel"|"/{key}/projectEntitlements/{project}"|"",value}]
ServerResponse servicePrincipalEntitlements(DevOpsCall &call);
// GET, PATCH [{op,path:"/accessLevel"|"/projectEntitlements/{project}",value}], DELETE
ServerResponse servicePrincipalEntitlement(DevOpsCall &call);
// GET ?$filter=&$orderBy=&$top=&continuationToken=: everybody, service principals too, as users; POST takes
// persons only.
ServerResponse userEntitlements(DevOpsCall &call);
ServerResponse userEntitlement(DevOpsCall &call);
ServerResponse memberEntitlements(DevOpsCall &call);
// Seats of each access level.
ServerResponse entitlementSummary(DevOpsCall &call);

} // namespace signet::sandbox
