locals {
  value = { a = 1, a = 2 }
}
