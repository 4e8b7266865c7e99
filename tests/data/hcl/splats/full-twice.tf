locals {
  value = var.list[*].ids[*].name
}
