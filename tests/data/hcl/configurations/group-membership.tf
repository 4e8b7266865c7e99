data "azuredevops_group" "contributors" {
  project_id = azuredevops_project.main.id
  name       = "Contributors"
}

resource "azuredevops_service_principal_entitlement" "agent" {
  origin_id            = azurerm_user_assigned_identity.agent.principal_id
  origin               = "aad"
  account_license_type = "express"
}

resource "azuredevops_group_membership" "agent" {
  group   = data.azuredevops_group.contributors.descriptor
  members = [azuredevops_service_principal_entitlement.agent.descriptor]
  mode    = "add"
}
