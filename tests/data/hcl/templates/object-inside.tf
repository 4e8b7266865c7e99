locals {
  value = "${ { a = "}" }["a"] }"
}
