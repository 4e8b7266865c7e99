locals {
  value = {}
}
