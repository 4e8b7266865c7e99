locals {
  value = "%{ if var.a }yes%{ else }no%{ endif }"
}
