locals {
  value = "${var.x /* why */}"
}
