#pragma once

#include "core/result/result.h"
#include "core/terraform/providerblock.h"

#include <QString>

namespace signet {

// azure-pipelines.yml with a job on a Microsoft-hosted agent that runs Terraform with a service connection:
// to Azure Resource Manager where the method is OIDC, to Azure DevOps where it is the Azure CLI. Its provider
// block is that of the same settings; a client id is in the block, so the job does not set it.
//
// Source: task AzureCLI@3 of azure-pipelines-tasks, its inputs and the variables that it sets; only a step
// that maps System.AccessToken gets it.
//
// Fails with value-not-representable, evidence {variable, target, reason}, where Azure Pipelines would not
// take the name of the connection as it is.
Result<QString> pipelineJob(const ProviderSettings &settings, const QString &connection);

} // namespace signet
