locals {
  value = min(1, 2,)
}
