locals {
  value = "${var.x}"
}
