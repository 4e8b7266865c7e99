locals {
  value = 0.25
}
