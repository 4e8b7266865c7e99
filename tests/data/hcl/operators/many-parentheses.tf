locals {
  value = ((((1))))
}
