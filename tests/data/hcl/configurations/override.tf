provider "azuredevops" {
  client_id = "9d1c2b3a-4f5e-4a6b-8c7d-0e1f2a3b4c5d"
}
