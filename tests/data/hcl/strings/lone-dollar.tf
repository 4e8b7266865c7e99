locals {
  value = "cost: $5"
}
