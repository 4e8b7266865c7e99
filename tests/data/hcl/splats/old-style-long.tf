locals {
  value = var.list.*.network.ids
}
