locals {
  value = var.list.*.id[0]
}
