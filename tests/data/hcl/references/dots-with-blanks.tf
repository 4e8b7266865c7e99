locals {
  value = var . region
}
