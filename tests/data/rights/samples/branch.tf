data "azuredevops_project" "fiber" {
  name = "Fiber"
}

resource "azuredevops_git_repository" "web" {
  project_id = data.azuredevops_project.fiber.id
  name = "web"
  initialization {
    init_type = "Clean"
  }
}

resource "azuredevops_git_repository_branch" "dev" {
  repository_id = azuredevops_git_repository.web.id
  name = "feature/ünï"
  ref_branch = "main"
}
