locals {
  value = truely
}
