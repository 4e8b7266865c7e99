locals {
  value = (
    var.a
    ? 1
    : 2
  )
}
