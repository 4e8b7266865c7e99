# id-terraform as a member of contoso.

terraform {
  required_providers {
    azuredevops = {
      source  = "microsoft/azuredevops"
      version = ">= 1.11.2, < 2.0.0"
    }
  }
}

import {
  to = azuredevops_service_principal_entitlement.id_terraform
  id = "c0b1a2f3-aaaa-4bbb-8ccc-ddddeeeeffff"
}

resource "azuredevops_service_principal_entitlement" "id_terraform" {
  origin_id            = "0badc0de-1122-4334-9556-778899001122"
  account_license_type = "express"
}

data "azuredevops_project" "fabrikam_fiber" {
  name = "Fabrikam-Fiber"
}

data "azuredevops_group" "fabrikam_fiber_readers" {
  project_id = data.azuredevops_project.fabrikam_fiber.id
  name       = "Readers"
}

resource "azuredevops_group_membership" "fabrikam_fiber_readers" {
  group   = data.azuredevops_group.fabrikam_fiber_readers.descriptor
  mode    = "add"
  members = [azuredevops_service_principal_entitlement.id_terraform.descriptor]
}
