locals {
  value = azuredevops_project.all[*].id
}
