#pragma once

#include "core/diagnosis/checks/terraform.h"

namespace signet {

// Whether Azure DevOps answered the first requests of the block in a way that the provider can go on with.
bool isConnected(const ProviderConnectionsSeen::Block &block);

} // namespace signet
