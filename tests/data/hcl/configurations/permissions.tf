resource "azuredevops_project_permissions" "readers" {
  project_id = azuredevops_project.main.id
  principal  = data.azuredevops_group.readers.id

  permissions = merge(
    { for p in ["DELETE", "RENAME"] : p => "Deny" },
    var.extra_permissions, // from outside
  )
}
