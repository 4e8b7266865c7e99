locals {
  value = 1e6
}
