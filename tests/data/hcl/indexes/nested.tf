locals {
  value = var.list[var.indexes[0]]
}
