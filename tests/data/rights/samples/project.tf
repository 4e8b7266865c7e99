resource "azuredevops_project" "fiber" {
  name = "Fiber"
}
