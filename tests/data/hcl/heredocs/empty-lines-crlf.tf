value = <<EOT


x

EOT
