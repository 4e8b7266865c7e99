locals {
  value = azuredevops_project.main["a"].name
}
