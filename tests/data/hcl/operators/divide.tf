locals {
  value = 10 / 4
}
