locals {
  value = length(var.x) > 0 ? var.x[0] : "none"
}
