locals {
  value = 6.022e23
}
