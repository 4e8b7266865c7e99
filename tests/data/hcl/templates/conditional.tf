locals {
  value = "${var.a ? "x" : "y"}"
}
