locals {
  value = var.grid.0[1]
}
