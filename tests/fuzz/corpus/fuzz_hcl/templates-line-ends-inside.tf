locals {
  value = "${
    var.x
  }"
}
