#pragma once

#include "core/net/reply.h"

#include <QString>

namespace signet {

// Why the Terraform provider cannot read a token document that this program can; empty: it can. Signet
// accepts what people's endpoints really send, and the provider accepts what Go's encoding/json and the types
// of MSAL accept. Read in the source of MSAL Go 1.4 (TokenResponse and DurationTime), which azidentity 1.10.1
// uses; the byte order mark was also run.
QString whyProviderCannotRead(const Reply &reply);

} // namespace signet
