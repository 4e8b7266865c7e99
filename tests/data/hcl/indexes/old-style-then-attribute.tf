locals {
  value = var.list.0.name
}
