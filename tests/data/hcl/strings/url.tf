locals {
  value = "https://dev.azure.com/contoso"
}
