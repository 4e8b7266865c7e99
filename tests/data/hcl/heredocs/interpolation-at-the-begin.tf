value = <<EOT
${var.name}
EOT
