terraform {
  backend "azurerm" {
    resource_group_name  = "state"
    storage_account_name = "tfstate"
    container_name       = "tfstate"
    key                  = "main.tfstate"
    use_msi              = true
  }
}
