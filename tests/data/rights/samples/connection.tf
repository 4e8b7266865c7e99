data "azuredevops_project" "fiber" {
  name = "Fiber"
}

resource "azuredevops_serviceendpoint_github" "g" {
  project_id = data.azuredevops_project.fiber.id
  service_endpoint_name = "github"
  auth_personal {
    personal_access_token = "not-read"
  }
}
