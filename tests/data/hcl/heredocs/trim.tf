value = <<EOT
  one
  ${~ var.x ~}
  two
EOT
