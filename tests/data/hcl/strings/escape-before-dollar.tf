locals {
  value = "\\$${x}"
}
