#pragma once

// Where to read on. The addresses name no language, so that each reader gets their own.

namespace signet::chapters::links {

inline constexpr const char *provider =
    "https://registry.terraform.io/providers/microsoft/azuredevops/latest/docs";
inline constexpr const char *providerWithManagedIdentity =
    "https://registry.terraform.io/providers/microsoft/azuredevops/latest/docs/guides/"
    "authenticating_managed_identity";
inline constexpr const char *providerServicePrincipalEntitlement =
    "https://registry.terraform.io/providers/microsoft/azuredevops/latest/docs/resources/"
    "service_principal_entitlement";
inline constexpr const char *arc =
    "https://learn.microsoft.com/azure/azure-arc/servers/managed-identity-authentication";
inline constexpr const char *appService =
    "https://learn.microsoft.com/azure/app-service/overview-managed-identity";
inline constexpr const char *containerApps =
    "https://learn.microsoft.com/azure/container-apps/managed-identity";
inline constexpr const char *workloadIdentityFederation =
    "https://learn.microsoft.com/entra/workload-id/workload-identity-federation";
inline constexpr const char *convertServiceConnections =
    "https://learn.microsoft.com/azure/devops/pipelines/release/convert-service-connections";
inline constexpr const char *serviceConnectionToAzureDevOps =
    "https://learn.microsoft.com/azure/devops/pipelines/library/add-devops-entra-service-connection";
inline constexpr const char *identitiesInAzureDevOps =
    "https://learn.microsoft.com/azure/devops/integrate/get-started/authentication/"
    "service-principal-managed-identity";
inline constexpr const char *cloudShell = "https://learn.microsoft.com/azure/cloud-shell/msi-authorization";
inline constexpr const char *managedIdentityAuthorization =
    "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/"
    "managed-identity-best-practice-recommendations#limitation-of-using-managed-identities-for-"
    "authorization";
inline constexpr const char *regionalIsolation =
    "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/"
    "enable-managed-identities-regional-isolation";
inline constexpr const char *managedIdentityTokens =
    "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token";
inline constexpr const char *assignIdentity =
    "https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/"
    "how-to-configure-managed-identities";
inline constexpr const char *instanceMetadata =
    "https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service";
inline constexpr const char *aksWorkloadIdentity =
    "https://learn.microsoft.com/azure/aks/workload-identity-overview";
inline constexpr const char *metadataSecurityProtocol =
    "https://learn.microsoft.com/azure/virtual-machines/metadata-security-protocol/overview";
inline constexpr const char *serviceFabric =
    "https://learn.microsoft.com/azure/service-fabric/concepts-managed-identity";
inline constexpr const char *installAzureCli = "https://learn.microsoft.com/cli/azure/install-azure-cli";
inline constexpr const char *azureCliSignIn = "https://learn.microsoft.com/cli/azure/authenticate-azure-cli";
inline constexpr const char *azureCliWithManagedIdentity =
    "https://learn.microsoft.com/cli/azure/authenticate-azure-cli-managed-identity";
inline constexpr const char *publicClients =
    "https://learn.microsoft.com/entra/identity-platform/msal-client-applications";
inline constexpr const char *redirectAddresses =
    "https://learn.microsoft.com/entra/identity-platform/reply-url";
inline constexpr const char *accessTokens = "https://learn.microsoft.com/azure/devops/organizations/accounts/"
                                            "use-personal-access-tokens-to-authenticate";
inline constexpr const char *gitCredentials =
    "https://learn.microsoft.com/azure/devops/repos/git/set-up-credential-managers";
inline constexpr const char *entraErrorCodes =
    "https://learn.microsoft.com/entra/identity-platform/reference-error-codes";
inline constexpr const char *namingRules =
    "https://learn.microsoft.com/azure/devops/organizations/settings/naming-restrictions";
inline constexpr const char *connectToEntra =
    "https://learn.microsoft.com/azure/devops/organizations/accounts/connect-organization-to-azure-ad";
inline constexpr const char *changeEntraConnection =
    "https://learn.microsoft.com/azure/devops/organizations/accounts/change-azure-ad-connection";
inline constexpr const char *serviceStatus = "https://status.dev.azure.com";
inline constexpr const char *restInterface = "https://learn.microsoft.com/rest/api/azure/devops";
inline constexpr const char *conditionalAccess =
    "https://learn.microsoft.com/azure/devops/organizations/accounts/conditional-access-policies";
inline constexpr const char *addUsers =
    "https://learn.microsoft.com/azure/devops/organizations/accounts/add-organization-users";
inline constexpr const char *accessLevels =
    "https://learn.microsoft.com/azure/devops/organizations/security/access-levels";
inline constexpr const char *permissions =
    "https://learn.microsoft.com/azure/devops/organizations/security/permissions";
inline constexpr const char *pipelinePermissions =
    "https://learn.microsoft.com/azure/devops/pipelines/policies/permissions";
inline constexpr const char *azurermBackend =
    "https://developer.hashicorp.com/terraform/language/backend/azurerm";
inline constexpr const char *terraformSyntax =
    "https://developer.hashicorp.com/terraform/language/syntax/configuration";
inline constexpr const char *terraformProviders =
    "https://developer.hashicorp.com/terraform/language/block/provider";
inline constexpr const char *terraformProviderRequirements =
    "https://developer.hashicorp.com/terraform/language/providers/requirements";
inline constexpr const char *terraformVersionConstraints =
    "https://developer.hashicorp.com/terraform/language/expressions/version-constraints";
inline constexpr const char *terraformOverrides =
    "https://developer.hashicorp.com/terraform/language/files/override";
inline constexpr const char *terraformExecutionMode =
    "https://developer.hashicorp.com/terraform/cloud-docs/workspaces/settings#execution-mode";
inline constexpr const char *terraformDevelopmentOverrides =
    "https://developer.hashicorp.com/terraform/cli/config/"
    "config-file#development-overrides-for-provider-developers";
inline constexpr const char *terraformModules =
    "https://developer.hashicorp.com/terraform/language/block/module#local-paths";
inline constexpr const char *allowedHosts =
    "https://learn.microsoft.com/azure/devops/organizations/security/allow-list-ip-url";
inline constexpr const char *rateLimits =
    "https://learn.microsoft.com/azure/devops/integrate/concepts/rate-limits";
inline constexpr const char *directoryPermissions =
    "https://learn.microsoft.com/entra/fundamentals/users-default-permissions";
inline constexpr const char *azureRoles =
    "https://learn.microsoft.com/azure/role-based-access-control/built-in-roles";
inline constexpr const char *azureLocks =
    "https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources";
inline constexpr const char *azureLimits =
    "https://learn.microsoft.com/azure/azure-resource-manager/management/request-limits-and-throttling";
inline constexpr const char *azureStatus = "https://azure.status.microsoft/status";

} // namespace signet::chapters::links
