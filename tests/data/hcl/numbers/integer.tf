locals {
  value = 8080
}
