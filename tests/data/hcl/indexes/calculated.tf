locals {
  value = var.list[count.index + 1]
}
