locals {
  value = 2E10
}
