locals {
  value = "${ var.x }"
}
