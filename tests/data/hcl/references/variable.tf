locals {
  value = var.region
}
