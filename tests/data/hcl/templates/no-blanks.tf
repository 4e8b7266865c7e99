locals {
  value = "%{if var.a}x%{endif}"
}
