locals {
  value = max(var.list...)
}
