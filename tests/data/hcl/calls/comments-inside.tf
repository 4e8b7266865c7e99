locals {
  value = merge( # all of them
    local.a, /* first */
    local.b  // second
  )
}
