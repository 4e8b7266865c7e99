locals {
  value = {
    short  = 1
    longer = 2
  }
}
