locals {
  value = count.index
}
