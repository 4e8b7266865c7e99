locals {
  value = var.grid[1][2]
}
