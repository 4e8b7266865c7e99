locals {
  value = -1
}
