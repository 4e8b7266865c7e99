provider "azuredevops" {
}
