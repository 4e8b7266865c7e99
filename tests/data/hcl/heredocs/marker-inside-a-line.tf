value = <<EOT
not EOT here
EOTX
EOT
