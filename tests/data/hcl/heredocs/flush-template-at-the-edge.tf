value = <<-EOT
${var.x}
    two
  EOT
