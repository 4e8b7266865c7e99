locals {
  value = "${"a"}${"b"}${"c"}"
}
