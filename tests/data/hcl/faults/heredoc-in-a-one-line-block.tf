p { a = <<EOT
x
EOT
}
