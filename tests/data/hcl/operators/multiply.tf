locals {
  value = 2 * 3
}
