resource azuredevops_project "main" {
}
