provider "azuredevops" {}
