locals {
  value = - -1
}
