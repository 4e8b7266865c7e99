#pragma once

#include "core/identity/identityendpoint.h"

namespace signet {

// Azure Machine Learning compute: MSI_ENDPOINT and MSI_SECRET, api-version 2017-09-01; only a client id
// selects, and DEFAULT_IDENTITY_CLIENT_ID is used if none is given.
EndpointSource machineLearningSource();

} // namespace signet
