locals {
  value = var.map["a.b"]
}
