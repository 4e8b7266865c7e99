locals {
  value = { lower("A") = 1 }
}
