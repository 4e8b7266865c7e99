locals {
  value = var.list[-1]
}
