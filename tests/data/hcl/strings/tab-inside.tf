locals {
  value = "a	b"
}
