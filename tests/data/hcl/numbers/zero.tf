locals {
  value = 0
}
