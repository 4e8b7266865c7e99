resource "azuredevops_git_repository" "web" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  name = "web"
  initialization {
    init_type = "Clean"
  }
}

resource "azuredevops_git_repository_file" "readme" {
  repository_id = azuredevops_git_repository.web.id
  file = "README.md"
  content = "x"
  branch = "refs/heads/main"
}
