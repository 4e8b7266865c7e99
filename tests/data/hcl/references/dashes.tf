locals {
  value = var.my-region
}
