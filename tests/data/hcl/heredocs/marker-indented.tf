value = <<EOT
  x
    EOT
