locals {
  value = upper("x")
}
