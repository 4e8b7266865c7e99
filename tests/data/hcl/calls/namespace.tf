locals {
  value = provider::azuredevops::parse("x")
}
