locals {
  value = var.a ? "x" : null
}
