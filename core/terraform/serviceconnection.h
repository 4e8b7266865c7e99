#pragma once

#include "core/terraform/decision.h"

#include <optional>

namespace signet {

// No identity of yours can be assigned to an agent that Microsoft or GitHub runs. A job there gets one
// through a service connection of Azure Pipelines with workload identity federation, and the provider uses it
// in one of two ways: OIDC, with a token that it requests for the job, or the Azure CLI, which the task has
// signed in. On GitHub, a federated credential of the application takes the place of the connection.

// Whether the environment is that of such a job.
bool isOnHostedAgent(const Environment &environment);

// The credential, where the configuration uses one of the two as it is meant to be used; nothing on a machine
// of yours, or where a managed identity is asked for. A token or a secret that was left over changes nothing.
// Source of the variables: the task AzureCLI@3, which sets AZURESUBSCRIPTION_SERVICE_CONNECTION_ID,
// AZURESUBSCRIPTION_CLIENT_ID and AZURESUBSCRIPTION_TENANT_ID for a connection to Azure Resource Manager and
// to Azure DevOps alike.
std::optional<CredentialMethod> serviceConnectionCredential(const DecisionInput &input, const Host &host);

// Whether the Azure CLI, where it is meant, can be taken to be signed in: on a hosted agent by the task,
// elsewhere by a person.
bool isCliSignedIn(const Environment &environment);

// The environment that the block runs in: with what the job of pipelineJob() sets, where it is not set here.
Environment withJobVariables(const Environment &environment, Platform platform, CredentialMethod method);

} // namespace signet
