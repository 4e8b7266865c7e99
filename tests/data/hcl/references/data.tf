locals {
  value = data.azuredevops_users.all.users
}
