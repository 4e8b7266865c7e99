locals {
  project = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
}

resource "azuredevops_git_repository" "web" {
  project_id = local.project
  name = "web"
  initialization {
    init_type = "Clean"
  }
}
