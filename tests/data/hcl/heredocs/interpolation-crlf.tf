value = <<EOT
hello ${var.name}!
EOT
