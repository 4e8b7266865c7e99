#pragma once

#include "core/sandbox/devops/devopscall.h"

namespace signet::sandbox {

// vssps.dev.azure.com/{organization}/_apis/graph: groups, who is in them, and the names of both.
//
// What is refused where a member is put into a group:
//
//   404 TF14045   there is no such subject
//   404 TF50258   there is no such group
//   400           the subject was never given an access level ("has not been materialized")
//   400 TF50618   the group is one of valid users, whose members nobody chooses
//   400 TF50233   the group is in the other one
//   400 TF50375   a group of one project into a group of another
//   400 TF400031  a group of a project into a group of the organization
//   409 TF50235   it is in there already, where the world refuses that; else it is taken once more
//   403 TF50309   the caller administers neither the organization nor the project
//
// The statuses beside these codes are assumed; nothing published names them.

// GET ?scopeDescriptor=&subjectTypes=&continuationToken=; POST {displayName,description?} or {originId} of a
// group of Entra, which a service principal is not given (503); GET and DELETE of one.
ServerResponse graphGroups(DevOpsCall &call);
// GET of one subject, ?direction=up|down: what it is in, or what is in it; one step.
ServerResponse graphMemberships(DevOpsCall &call);
// HEAD, GET, PUT, DELETE of one.
ServerResponse graphMembership(DevOpsCall &call);
ServerResponse graphMembershipState(DevOpsCall &call);
// GET ?continuationToken=; POST {originId}: known by its descriptor, without an access level; DELETE:
// disabled.
ServerResponse graphServicePrincipals(DevOpsCall &call);
ServerResponse graphUsers(DevOpsCall &call);
// From a storage key, also of a project, to a descriptor; and back.
ServerResponse graphDescriptor(DevOpsCall &call);
ServerResponse graphStorageKey(DevOpsCall &call);
// POST {lookupKeys:[{descriptor}]}: an object by descriptor.
ServerResponse graphSubjectLookup(DevOpsCall &call);
// POST {query,subjectKind:["User","Group","ServicePrincipal"],scopeDescriptor?}: by the beginning of names.
ServerResponse graphSubjectQuery(DevOpsCall &call);

} // namespace signet::sandbox
