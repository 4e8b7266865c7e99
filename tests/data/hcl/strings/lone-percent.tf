locals {
  value = "100% sure"
}
