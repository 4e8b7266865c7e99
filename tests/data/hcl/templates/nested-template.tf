locals {
  value = "${join("-", [for x in var.l : "${x}!"])}"
}
