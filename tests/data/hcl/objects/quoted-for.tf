locals {
  value = { "for" = 1 }
}
