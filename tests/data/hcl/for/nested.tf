locals {
  value = [for x in var.lists : [for y in x : y * 2]]
}
