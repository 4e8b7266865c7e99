#pragma once

#include "core/identity/identityendpoint.h"

namespace signet {

// App Service, Functions and Container Apps: IDENTITY_ENDPOINT and IDENTITY_HEADER, api-version 2019-08-01.
// Without selector it always means the system-assigned identity. Where a service of this kind runs and the
// variables are missing, no identity is assigned, or it was assigned after the process had started:
// no_identity, and nothing is sent.
EndpointSource appServiceSource();

// The same before 2019: MSI_ENDPOINT and MSI_SECRET, api-version 2017-09-01; only a client id selects.
EndpointSource appService2017Source();

} // namespace signet
