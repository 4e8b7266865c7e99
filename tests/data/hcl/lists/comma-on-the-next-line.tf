locals {
  value = [
    "a"
    , "b"
  ]
}
