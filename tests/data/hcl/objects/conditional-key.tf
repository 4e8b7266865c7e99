locals {
  value = { (var.a ? "x" : "y") = 1 }
}
