#pragma once

#include "core/host/host.h"
#include "core/result/given.h"

#include <optional>

namespace signet {

// What makes Terraform run another program than the release of the provider that terraform init selects:
// TF_REATTACH_PROVIDERS, or dev_overrides in the settings of its command line. Nothing where neither names
// the provider. Source: Terraform documentation, "CLI Configuration File" and "Debugging Providers".
std::optional<Origin> providerReplacement(const Host &machine, const Environment &environment);

} // namespace signet
