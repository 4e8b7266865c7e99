locals {
  value = jsondecode(var.text).name
}
