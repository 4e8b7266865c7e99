value = <<EOT
C:\Users\n \" \u12
EOT
