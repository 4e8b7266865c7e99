locals {
  value = [1]
}
