locals {
  value = format("%s-%s", var.names...)
}
