locals {
  value = { }
}
