#pragma once

#include "core/host/host.h"
#include "core/terraform/configuration.h"

#include <QString>

#include <optional>

namespace signet {

// The provider's entry in .terraform.lock.hcl: the version that terraform init has selected and keeps until
// init -upgrade, whatever the constraint says. A fault of the file is noted in the configuration.
// Source: Terraform documentation, "Dependency Lock File".
std::optional<LockedProvider> readLock(const Host &host, const QString &directory,
                                       Configuration *configuration);

} // namespace signet
