terraform {
  required_version = ">= 1.5"

  required_providers {
    azuredevops = {
      source  = "microsoft/azuredevops"
      version = "~> 1.11"
    }
  }
}

provider "azuredevops" {
  org_service_url = "https://dev.azure.com/contoso" # ours
  use_msi         = true                            # no secret
  client_id       = var.client_id
}
