locals {
  value = "$$${x}"
}
