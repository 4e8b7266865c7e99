locals {
  value = path.module
}
