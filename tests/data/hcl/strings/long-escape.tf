locals {
  value = "\U0001F511 key"
}
