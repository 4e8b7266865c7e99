#pragma once

#include "core/sandbox/devops/devopscall.h"

namespace signet::sandbox {

// The lists that decide who may do what: core/sandbox/world/accesscontrol.h has the rules, this the requests.
// Reading a list takes the read permission of its namespace at that token, changing it the write permission.

// GET securitynamespaces[/{namespace}]
ServerResponse securityNamespaceList(DevOpsCall &call);

// accesscontrollists/{namespace}
//   GET ?token=&descriptors=&includeExtendedInfo=&recurse=   without a token, all of the namespace
//   POST {value:[{token,inheritPermissions,acesDictionary}]} puts lists in the place of others
//   DELETE ?tokens=&recurse=                                 removes everything that is said there
ServerResponse accessControlLists(DevOpsCall &call);

// accesscontrolentries/{namespace}
//   POST {token,merge,accessControlEntries:[{descriptor,allow,deny}]}
//        merged, a bit that is allowed now is no longer denied, and the other way round
//   DELETE ?token=&descriptors=
ServerResponse accessControlEntries(DevOpsCall &call);

// DELETE permissions/{namespace}/{bits}?token=&descriptor=
ServerResponse removePermissions(DevOpsCall &call, int bits);

} // namespace signet::sandbox
