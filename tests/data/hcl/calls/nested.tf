locals {
  value = lower(trimspace(file("x.txt")))
}
