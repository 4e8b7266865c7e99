locals {
  value = 25e-3
}
