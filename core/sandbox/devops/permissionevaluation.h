#pragma once

#include "core/sandbox/devops/devopscall.h"

namespace signet::sandbox {

// POST {organization}/_apis/security/permissionevaluationbatch: for each permission, whether the caller has
// it. In this organization, those of the collection are the administrators'.
ServerResponse permissionEvaluationBatch(DevOpsCall &call);

} // namespace signet::sandbox
