locals {
  value = var.enabled ? "yes" : "no"
}
