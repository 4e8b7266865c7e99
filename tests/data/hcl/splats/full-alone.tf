locals {
  value = var.list[*]
}
