locals {
  value = "\u00E9\u00Ea"
}
