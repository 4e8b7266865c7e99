locals {
  value = azuredevops_project.main.id
}
