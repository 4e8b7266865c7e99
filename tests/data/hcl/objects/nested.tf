locals {
  value = { a = { b = { c = 1 } } }
}
