locals {
  value = "one\r\ntwo"
}
