locals {
  value = [
    "a",
    "b",
  ]
}
