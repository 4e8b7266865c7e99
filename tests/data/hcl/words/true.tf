locals {
  value = true
}
