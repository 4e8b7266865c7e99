value = <<EOT
a ${upper("b ${var.x}")} c
EOT
