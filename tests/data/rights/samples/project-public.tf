resource "azuredevops_project" "fiber" {
  name = "Fiber"
  visibility = "public"
  description = "x"
}
