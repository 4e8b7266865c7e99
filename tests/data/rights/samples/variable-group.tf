resource "azuredevops_variable_group" "v" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  name = "v"
  allow_access = true
  variable {
    name = "a"
    value = "b"
  }
}
