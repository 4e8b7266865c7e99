locals {
  value = local.tags
}
