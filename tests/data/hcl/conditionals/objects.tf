locals {
  value = var.a ? { x = 1 } : {}
}
