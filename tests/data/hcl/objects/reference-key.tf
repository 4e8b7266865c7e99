locals {
  value = { (var.key) = 1 }
}
