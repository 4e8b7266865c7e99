value = <<EOT
"quoted" 'single'
EOT
