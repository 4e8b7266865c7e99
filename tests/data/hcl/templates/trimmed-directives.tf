locals {
  value = "a %{~ if var.a ~} b %{~ else ~} c %{~ endif ~} d"
}
