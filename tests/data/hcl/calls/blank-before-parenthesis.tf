locals {
  value = upper ("x")
}
