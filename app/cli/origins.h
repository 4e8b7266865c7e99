#pragma once

#include "app/cli/console.h"

namespace signet {

// What a command reads from the options, the profile or the provider's variables.
enum class Inputs { Organization, Identity, Both };

// Says, on standard error, what was not typed and where it comes from, and which variable says otherwise.
void sayOrigins(const Console &console, const Composition &composition, Inputs inputs);

} // namespace signet
