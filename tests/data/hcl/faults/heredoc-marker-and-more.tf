a = <<EOT
text
EOT # no
