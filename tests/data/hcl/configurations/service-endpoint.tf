resource "azuredevops_serviceendpoint_azurerm" "main" {
  project_id                             = azuredevops_project.main.id
  service_endpoint_name                  = "azure"
  service_endpoint_authentication_scheme = "WorkloadIdentityFederation"
  credentials {
    serviceprincipalid = azurerm_user_assigned_identity.main.client_id
  }
  azurerm_spn_tenantid      = data.azurerm_client_config.current.tenant_id
  azurerm_subscription_id   = data.azurerm_client_config.current.subscription_id
  azurerm_subscription_name = "Main"
}
