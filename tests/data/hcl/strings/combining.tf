locals {
  value = "café"
}
