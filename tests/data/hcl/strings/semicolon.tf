locals {
  value = "a;b"
}
