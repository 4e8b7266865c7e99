locals {
  value = var.enabled ? 1 : 0
}
