locals {
  value = var.n < 10
}
