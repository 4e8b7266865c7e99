locals {
  hosts = <<-EOT
    %{ for index, ip in var.addresses ~}
    ${format("%-15s", ip)} host-${index + 1}
    %{ endfor ~}
  EOT
  greeting = "Hello, %{ if var.name != "" }${var.name}%{ else }unnamed%{ endif }!"
}
