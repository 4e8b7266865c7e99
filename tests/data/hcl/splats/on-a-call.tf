locals {
  value = values(var.map)[*].name
}
