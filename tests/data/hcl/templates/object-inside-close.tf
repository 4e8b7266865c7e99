locals {
  value = "${ jsonencode({ a = { b = 1 } })}"
}
