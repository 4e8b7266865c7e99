locals {
  value = { my-key = 1 }
}
