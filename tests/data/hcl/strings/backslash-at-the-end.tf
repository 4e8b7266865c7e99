locals {
  value = "x\\"
}
