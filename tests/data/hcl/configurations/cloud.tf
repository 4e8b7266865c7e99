terraform {
  cloud {
    organization = "contoso"

    workspaces { name = "main" }
  }
}
