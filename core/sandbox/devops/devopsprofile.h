#pragma once

#include "core/sandbox/devops/devopscall.h"

namespace signet::sandbox {

// app.vssps.visualstudio.com, which belongs to no organization: whoever has a token of Entra for Azure DevOps
// is somebody there, in the tenant that issued it. Personal access tokens of one organization are not taken.
//
//   GET _apis/profile/profiles/me                who I am across organizations
//   GET _apis/accounts?memberId=|ownerId=        organizations of my tenant that I am a member of
ServerResponse answerProfile(World *world, const DevOpsAddress &address, const ServerRequest &request);

} // namespace signet::sandbox
