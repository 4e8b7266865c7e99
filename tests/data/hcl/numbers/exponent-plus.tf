locals {
  value = 1e+6
}
