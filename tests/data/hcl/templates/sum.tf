locals {
  value = "${var.n + 1}"
}
