locals {
  value = length(var.list) % 2 == 0
}
