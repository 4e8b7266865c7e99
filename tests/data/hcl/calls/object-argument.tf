locals {
  value = jsonencode({ a = 1 })
}
