locals {
  value = "${upper("x")}"
}
