locals {
  value = { true = 1, null = 2 }
}
