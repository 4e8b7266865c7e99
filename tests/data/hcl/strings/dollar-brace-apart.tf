locals {
  value = "$ {x}"
}
