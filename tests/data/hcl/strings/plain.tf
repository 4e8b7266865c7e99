locals {
  value = "plain text"
}
