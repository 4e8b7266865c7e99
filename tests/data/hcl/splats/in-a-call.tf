locals {
  value = join(",", var.list[*].id)
}
