locals {
  value = [for x in var.list : { name = x, id = 1 }]
}
