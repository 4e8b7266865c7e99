locals {
  value = var.list[*].id
}
