resource "azuredevops_user_entitlement" "u" {
  principal_name = "a@example.org"
}

resource "azuredevops_feed" "f" {
  name = "f"
  features {
    restore = true
  }
}

resource "azuredevops_extension" "x" {
  extension_id = "e"
  publisher_id = "p"
}

resource "azuredevops_workitem" "i" {
  project_id = "3f9d2c11-8f0e-4f53-9c3d-5a8f4f1f0001"
  title = "t"
  type = "Task"
  tags = ["a"]
}
