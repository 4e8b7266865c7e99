#pragma once

#include "core/identity/identityendpoint.h"

namespace signet {

// The agent of Azure Arc, by the variables IDENTITY_ENDPOINT and IMDS_ENDPOINT or by its program file. It is
// asked twice: the first answer names the file with the key for the second. The key is used once and never
// kept. User-assigned identities are a preview there: an agent that does not know them answers as the
// machine, so the answer has to echo the selector (selector_ignored).
EndpointSource arcSource();

} // namespace signet
