value = <<-EOT
    one
two
EOT
