locals {
  value = "`x`"
}
