locals {
  value = { a = [1, 2], b = [] }
}
