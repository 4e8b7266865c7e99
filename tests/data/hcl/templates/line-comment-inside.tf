locals {
  value = "${ # why
    var.x
  }"
}
