#pragma once

#include "core/sandbox/devops/devopscall.h"

namespace signet::sandbox {

// Roles of resources that have no access control lists in the portal: service connections, libraries,
// environments, agent queues and pools.

// GET securityroles/scopes/{scope}/roledefinitions
ServerResponse roleDefinitions(DevOpsCall &call);
// securityroles/scopes/{scope}/roleassignments/resources/{resource}
//   GET                                 who has which role
//   PUT [{roleName,userId}]             gives roles; a member has one role for a resource
//   PATCH [userId]                      takes them away; ?inheritPermissions= alone changes nothing here
//   PUT {roleName}, DELETE .../{userId} the same for one member
// Of a resource of a project, its administrators change roles; of others, collection administrators.
ServerResponse roleAssignments(DevOpsCall &call);

} // namespace signet::sandbox
