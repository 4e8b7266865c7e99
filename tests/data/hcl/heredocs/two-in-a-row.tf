one = <<EOT
1
EOT
two = <<EOT
2
EOT
