locals {
  value = "$${not} a template"
}
