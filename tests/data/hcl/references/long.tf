locals {
  value = module.network.subnets.private.ids
}
