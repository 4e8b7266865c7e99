locals {
  value = { a = 1 }
}
