locals {
  value = try(var.a ? 1 : 2, 0)
}
