resource "azuredevops_project" "main" {
  name = "x"
}
