locals {
  value = "it's"
}
