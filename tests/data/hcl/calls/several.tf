locals {
  value = min(1, 2, 3)
}
