locals {
  value = split(",", var.text)[0]
}
