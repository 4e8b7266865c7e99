locals {
  value = [
    "a",
    "b"
  ]
}
