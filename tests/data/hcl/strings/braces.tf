locals {
  value = "{x} }{ }"
}
