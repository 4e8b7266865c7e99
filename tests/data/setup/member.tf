# id-terraform as a member of contoso.

terraform {
  required_providers {
    azuredevops = {
      source  = "microsoft/azuredevops"
      version = ">= 1.11.2, < 2.0.0"
    }
  }
}

resource "azuredevops_service_principal_entitlement" "id_terraform" {
  origin_id            = "0badc0de-1122-4334-9556-778899001122"
  account_license_type = "express"
}

data "azuredevops_group" "infrastructure_automation" {
  name = "Infrastructure Automation"
}

resource "azuredevops_group_membership" "infrastructure_automation" {
  group   = data.azuredevops_group.infrastructure_automation.descriptor
  mode    = "add"
  members = [azuredevops_service_principal_entitlement.id_terraform.descriptor]
}

data "azuredevops_project" "fabrikam_fiber" {
  name = "Fabrikam-Fiber"
}

data "azuredevops_group" "fabrikam_fiber_contributors" {
  project_id = data.azuredevops_project.fabrikam_fiber.id
  name       = "Contributors"
}

resource "azuredevops_group_membership" "fabrikam_fiber_contributors" {
  group   = data.azuredevops_group.fabrikam_fiber_contributors.descriptor
  mode    = "add"
  members = [azuredevops_service_principal_entitlement.id_terraform.descriptor]
}

resource "azuredevops_securityrole_assignment" "fabrikam_fiber_library" {
  scope       = "distributedtask.library"
  resource_id = "${data.azuredevops_project.fabrikam_fiber.id}$0"
  identity_id = azuredevops_service_principal_entitlement.id_terraform.id
  role_name   = "Creator"
}
