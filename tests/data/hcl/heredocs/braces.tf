value = <<EOT
{ } } {
EOT
