locals {
  value = "# // /* */"
}
