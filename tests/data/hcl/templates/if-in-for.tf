locals {
  value = "%{ for x in var.l }%{ if x }${x}%{ endif }%{ endfor }"
}
