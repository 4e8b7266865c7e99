locals {
  value = !true
}
