locals {
  value = merge(
    local.a,
    local.b,
  )
}
