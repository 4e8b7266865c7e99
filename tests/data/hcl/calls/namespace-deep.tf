locals {
  value = core::text::upper("x")
}
