locals {
  value = true(1)
}
