locals {
  value = "US$"
}
