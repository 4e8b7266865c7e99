locals {
  value = 007
}
