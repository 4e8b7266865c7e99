locals {
  value = _private._x
}
