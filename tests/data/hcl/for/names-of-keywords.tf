locals {
  value = [for if in var.list : if]
}
