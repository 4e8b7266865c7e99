locals {
  value = !!var.enabled
}
