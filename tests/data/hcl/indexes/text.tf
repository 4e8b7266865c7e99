locals {
  value = var.map["key"]
}
