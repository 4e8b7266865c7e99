resource "azuredevops_serviceendpoint_github" "g" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  service_endpoint_name = "github"
}

resource "azuredevops_pipeline_authorization" "all" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  resource_id = azuredevops_serviceendpoint_github.g.id
  type = "endpoint"
}
