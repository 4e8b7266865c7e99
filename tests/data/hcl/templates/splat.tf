locals {
  value = "${join(",", var.l[*].id)}"
}
