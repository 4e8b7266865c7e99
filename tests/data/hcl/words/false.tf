locals {
  value = false
}
