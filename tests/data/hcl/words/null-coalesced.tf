locals {
  value = coalesce(null, "x")
}
