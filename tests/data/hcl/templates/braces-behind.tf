locals {
  value = "${var.x}}"
}
