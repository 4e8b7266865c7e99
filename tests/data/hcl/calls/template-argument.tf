locals {
  value = file("${path.module}/x.txt")
}
