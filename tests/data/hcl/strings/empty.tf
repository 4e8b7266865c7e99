locals {
  value = ""
}
