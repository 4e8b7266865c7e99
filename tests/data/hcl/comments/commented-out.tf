provider "azuredevops" {
  # use_msi = true
  # client_id = "x"
}
