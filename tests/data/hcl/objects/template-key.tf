locals {
  value = { "${var.key}-x" = 1 }
}
