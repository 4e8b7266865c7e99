locals {
  value = each.value
}
