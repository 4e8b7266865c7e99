value = <<EOT
a ${<<INNER
b
INNER
} c
EOT
