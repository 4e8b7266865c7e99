locals {
  value = var.a == "x"
}
