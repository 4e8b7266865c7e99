locals {
  value = toset([for x in var.list : x.name])
}
