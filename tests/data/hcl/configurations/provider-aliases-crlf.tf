provider "azuredevops" {
  org_service_url = "https://dev.azure.com/contoso"
  use_msi         = true
}

provider "azuredevops" {
  alias           = "fabrikam"
  org_service_url = "https://dev.azure.com/fabrikam"
  use_msi         = true
  client_id       = "9d1c2b3a-4f5e-4a6b-8c7d-0e1f2a3b4c5d"
}

resource "azuredevops_project" "other" {
  provider = azuredevops.fabrikam
  name     = "other"
}
