locals {
  value = "%{ if var.a }yes%{ endif }"
}
