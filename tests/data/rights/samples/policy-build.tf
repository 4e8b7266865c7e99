resource "azuredevops_branch_policy_build_validation" "b" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  settings {
    build_definition_id = 12
    display_name = "b"
    scope {
      repository_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0009"
      repository_ref = "refs/heads/main"
      match_type = "Exact"
    }
  }
}
