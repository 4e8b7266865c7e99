locals {
  value = "$$$${x}"
}
