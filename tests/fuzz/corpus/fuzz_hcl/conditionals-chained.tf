locals {
  value = var.n == 1 ? "one" : var.n == 2 ? "two" : "many"
}
