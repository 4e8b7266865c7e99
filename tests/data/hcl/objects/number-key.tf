locals {
  value = { 1 = "one" }
}
