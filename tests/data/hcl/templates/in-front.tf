locals {
  value = "${var.x} tail"
}
