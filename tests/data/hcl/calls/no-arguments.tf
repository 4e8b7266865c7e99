locals {
  value = timestamp()
}
