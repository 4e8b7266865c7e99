#include "core/diagnosis/checks/stages.h"
#include "core/diagnosis/checks/terraform/checks.h"

namespace signet {

std::vector<Check> terraformChecks()
{
    return {terraformConfigurationCheck(), terraformVersionCheck(),  terraformCredentialCheck(),
            terraformSignInCheck(),        terraformIdentityCheck(), terraformOrganizationCheck(),
            terraformConnectionCheck(),    terraformBlocksCheck(),   terraformEndpointCheck(),
            terraformBackendCheck(),       terraformMembersCheck()};
}

bool hasConfiguration(const Question &question)
{
    return question.terraformFolder.has_value();
}

} // namespace signet
