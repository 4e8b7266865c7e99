locals {
  value = ["a", "b"][1]
}
