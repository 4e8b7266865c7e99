locals {
  value = [for x in var.list : x]
}
