value = <<EOT
x
EOT  
