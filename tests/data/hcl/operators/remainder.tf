locals {
  value = 10 % 3
}
