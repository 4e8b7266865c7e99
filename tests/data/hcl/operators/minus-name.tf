locals {
  value = -var.n
}
