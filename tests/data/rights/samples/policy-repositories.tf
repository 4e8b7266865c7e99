resource "azuredevops_repository_policy_max_file_size" "m" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  max_file_size = 1
  repository_ids = ["3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001", "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0002"]
}
