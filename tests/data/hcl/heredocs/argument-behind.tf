one = <<EOT
1
EOT

two = 2
