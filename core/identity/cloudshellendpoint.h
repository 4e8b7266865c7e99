#pragma once

#include "core/identity/identityendpoint.h"

namespace signet {

// Cloud Shell: MSI_ENDPOINT without a secret, asked by a form. The token is that of the person who is signed
// in (user_token); nothing selects another.
EndpointSource cloudShellSource();

} // namespace signet
