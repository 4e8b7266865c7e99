locals {
  value = var.list[*].ids[0]
}
