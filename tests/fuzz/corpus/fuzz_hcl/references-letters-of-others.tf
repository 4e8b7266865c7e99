locals {
  value = var.größe
}
