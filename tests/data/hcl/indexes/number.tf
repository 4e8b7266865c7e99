locals {
  value = var.list[0]
}
