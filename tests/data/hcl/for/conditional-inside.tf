locals {
  value = [for x in var.list : x ? 1 : 2]
}
