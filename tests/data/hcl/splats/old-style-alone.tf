locals {
  value = var.list.*
}
