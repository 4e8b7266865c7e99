locals {
  value = "head ${var.x}"
}
