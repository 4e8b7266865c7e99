locals {
  value = "%{ if var.a }%{ if var.b }both%{ endif }%{ endif }"
}
