value = <<EOT
a ${
  var.name
} b
EOT
