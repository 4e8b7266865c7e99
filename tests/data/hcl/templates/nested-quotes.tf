locals {
  value = "${lookup(var.map, "key")}"
}
