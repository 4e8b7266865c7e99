resource "azuredevops_group" "g" {
  scope = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  display_name = "devs"
  members = ["vssgp.x"]
}

resource "azuredevops_group" "o" {
  display_name = "all"
}

resource "azuredevops_team" "t" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  name = "web"
  administrators = ["vssgp.y"]
}
