data "azuredevops_project" "fiber" {
  name = "Fiber"
}

resource "azuredevops_git_repository" "web" {
  project_id = data.azuredevops_project.fiber.id
  name = "web"
  initialization {
    init_type = "Import"
    source_type = "Git"
    source_url = "https://example.org/a.git"
    service_connection_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0007"
  }
}
