locals {
  value = var.n > 1 ? var.a : var.b
}
