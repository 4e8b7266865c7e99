locals {
  value = "one\ttwo"
}
