resource "azuredevops_project" "main" {
  name               = "main"
  visibility         = "private"
  version_control    = "Git"
  work_item_template = "Agile"
  description        = "Managed by Terraform"

  features = {
    testplans = "disabled"
    artifacts = "enabled"
  }
}
