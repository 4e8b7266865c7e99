value = <<-EOT
    ${var.x} one
    two
  EOT
