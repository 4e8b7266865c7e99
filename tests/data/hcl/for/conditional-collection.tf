locals {
  value = [for x in var.a ? var.b : var.c : x]
}
