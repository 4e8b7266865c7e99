locals {
  value = "one\ntwo"
}
