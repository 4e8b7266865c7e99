locals {
  value = { for x in var.list : "${x.a}-${x.b}" => x }
}
