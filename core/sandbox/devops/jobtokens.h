#pragma once

#include "core/sandbox/devops/devopscall.h"

namespace signet::sandbox {

// POST {organization}/{project}/_apis/distributedtask/hubs/{hub}/plans/{plan}/jobs/{job}/oidctoken
//      ?serviceConnectionId=
// The credential is that of the job, which is no member of the organization here.
bool isJobTokenRequest(const DevOpsAddress &address, const ServerRequest &request);
ServerResponse answerJobToken(const World &world, const ServerRequest &request);

} // namespace signet::sandbox
