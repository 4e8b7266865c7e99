locals {
  value = [true, false, null]
}
