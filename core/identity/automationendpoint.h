#pragma once

#include "core/identity/identityendpoint.h"

namespace signet {

// The sandbox of a cloud runbook of Azure Automation: IDENTITY_ENDPOINT and IDENTITY_HEADER, in older
// sandboxes MSI_ENDPOINT and MSI_SECRET. It takes no api-version and wants the header Metadata beside its
// secret. The identity is that of the Automation account.
EndpointSource automationSource();

} // namespace signet
