locals {
  value = var.a + 1 >= var.b - 1
}
