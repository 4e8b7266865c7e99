locals {
  value = -0.5
}
