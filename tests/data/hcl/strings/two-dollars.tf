locals {
  value = "$$"
}
