#pragma once

#include "core/sandbox/httpserver.h"
#include "core/sandbox/world.h"

namespace signet::sandbox {

// login.microsoftonline.com, as far as it is needed to tell one tenant from none: the OpenID
// configuration of the world's tenants. Everything else is refused.
ServerResponse answerEntra(const World &world, const ServerRequest &request);

} // namespace signet::sandbox
