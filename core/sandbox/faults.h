#pragma once

#include "core/sandbox/server/httpserver.h"
#include "core/sandbox/world/world.h"

#include <functional>

namespace signet::sandbox {

// The answer to a request in a world with faults: the first fault that fits and is not used up decides.
// `usual` gives the answer that there would be without, and does what was asked for.
ServerResponse answerWithFaults(World *world, const ServerRequest &request,
                                const std::function<ServerResponse(const ServerRequest &)> &usual);

} // namespace signet::sandbox
