locals {
  value = [1, "x", true, null, var.a]
}
