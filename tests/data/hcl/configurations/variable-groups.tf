resource "azuredevops_variable_group" "main" {
  project_id   = azuredevops_project.main.id
  name         = "main"
  allow_access = true

  dynamic "variable" {
    for_each = var.variables
    iterator = each_variable
    content {
      name         = each_variable.key
      value        = each_variable.value.secret ? null : each_variable.value.value
      secret_value = each_variable.value.secret ? each_variable.value.value : null
      is_secret    = each_variable.value.secret
    }
  }
}
