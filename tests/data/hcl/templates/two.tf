locals {
  value = "${var.x}${var.y}"
}
