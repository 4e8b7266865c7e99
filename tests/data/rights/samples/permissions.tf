resource "azuredevops_git_permissions" "g" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  repository_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  branch_name = "refs/heads/main"
  principal = "vssgp.x"
  permissions = "x"
}

resource "azuredevops_security_permissions" "s" {
  namespace_id = "52d39943-cb85-4d7f-8fa8-c6baac873819"
  token = "$PROJECT:vstfs:///Classification/TeamProject/3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  principal = "vssgp.x"
}
