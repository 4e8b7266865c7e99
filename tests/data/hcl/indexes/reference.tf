locals {
  value = var.map[var.key]
}
