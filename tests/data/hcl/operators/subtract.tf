locals {
  value = var.a - var.b
}
