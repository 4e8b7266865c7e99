resource "azuredevops_serviceendpoint_azurerm" "a" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  service_endpoint_name = "azure"
  azurerm_spn_tenantid = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0003"
  azurerm_subscription_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0004"
  azurerm_subscription_name = "s"
}
