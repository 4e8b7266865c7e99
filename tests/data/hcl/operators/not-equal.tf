locals {
  value = var.a != null
}
