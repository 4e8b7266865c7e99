locals {
  value = "a/b"
}
