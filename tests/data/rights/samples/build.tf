resource "azuredevops_git_repository" "web" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  name = "web"
  initialization {
    init_type = "Clean"
  }
}

resource "azuredevops_build_definition" "ci" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  name = "ci"
  path = "\\team\\web"
  repository {
    repo_type = "TfsGit"
    repo_id = azuredevops_git_repository.web.id
    yml_path = "a.yml"
  }
  features {
    skip_first_run = false
  }
  variable_groups = [3, 5]
}
