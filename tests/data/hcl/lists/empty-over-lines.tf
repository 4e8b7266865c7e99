locals {
  value = [
  ]
}
