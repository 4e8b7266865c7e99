value = <<EOT
Größe 中文 🔑
EOT
