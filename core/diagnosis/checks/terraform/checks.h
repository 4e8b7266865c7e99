#pragma once

#include "core/diagnosis/check.h"

namespace signet {

// The checks of the stage terraform. Each is in the file that has the name of its id: terraform.blocks is in
// blocks.cpp.
Check terraformConfigurationCheck();
Check terraformVersionCheck();
Check terraformCredentialCheck();
Check terraformSignInCheck();
Check terraformIdentityCheck();
Check terraformOrganizationCheck();
Check terraformConnectionCheck();
Check terraformBlocksCheck();
Check terraformEndpointCheck();
Check terraformBackendCheck();
Check terraformMembersCheck();

// For applies: there is a configuration to judge.
bool hasConfiguration(const Question &question);

} // namespace signet
