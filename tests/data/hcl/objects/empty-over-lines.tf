locals {
  value = {
  }
}
