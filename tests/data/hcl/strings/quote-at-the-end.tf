locals {
  value = "x\""
}
