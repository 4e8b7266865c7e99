locals {
  value = "100%"
}
