resource "azuredevops_environment" "e" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  name = "prod"
}

resource "azuredevops_check_approval" "c" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  target_resource_id = azuredevops_environment.e.id
  target_resource_type = "environment"
  approvers = ["3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0002"]
}
