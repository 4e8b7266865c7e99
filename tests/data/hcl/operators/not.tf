locals {
  value = !var.enabled
}
