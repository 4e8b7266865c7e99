locals {
  value = azuredevops_project.main[0].id
}
