value = <<EOT


x

EOT
