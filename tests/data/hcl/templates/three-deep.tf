locals {
  value = "a${"b${"c${var.x}"}"}"
}
