locals {
  value = [for x in var.list : upper(x)]
}
