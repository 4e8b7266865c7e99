#pragma once

#include "core/sandbox/devops/devopscall.h"

namespace signet::sandbox {

// Whether the caller has permissions: decided by the access control lists of the organization, and by nothing
// else unless the request says that administrators always pass. Namespaces and tokens that do not exist are
// answered as well, as the service does.

// POST security/permissionevaluationbatch
ServerResponse permissionEvaluationBatch(DevOpsCall &call);
// permissions/{namespace}/{bits}
//   GET ?tokens=&delimiter=&alwaysAllowAdministrators=   one value for each token
//   DELETE ?token=&descriptor=                           removes these bits from what is said there
ServerResponse permissions(DevOpsCall &call);

} // namespace signet::sandbox
