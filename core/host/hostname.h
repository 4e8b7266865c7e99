#pragma once

#include "core/host/host.h"

namespace signet {

// The name of this computer, without its domain; of an image what its variables say. May be empty.
QString hostName(const Host &host);

} // namespace signet
