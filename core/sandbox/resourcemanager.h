#pragma once

#include "core/sandbox/httpserver.h"
#include "core/sandbox/world.h"

namespace signet::sandbox {

// Azure Resource Manager (management.azure.com), as far as a machine looks at itself with a token of
// its own identity: the list of subscriptions. A token for another audience is refused in its words.
ServerResponse answerResourceManager(const World &world, const ServerRequest &request);

} // namespace signet::sandbox
