locals {
  value = [ ]
}
