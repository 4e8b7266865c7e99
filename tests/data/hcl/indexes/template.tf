locals {
  value = var.map["${var.prefix}-x"]
}
