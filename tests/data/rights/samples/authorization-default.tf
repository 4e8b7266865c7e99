resource "azuredevops_resource_authorization" "r" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  resource_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0008"
  authorized = true
}
