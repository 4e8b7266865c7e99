locals {
  value = 1.e5
}
