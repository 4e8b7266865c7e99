locals {
  value = {
    a = <<EOT
text
EOT
    b = 2
  }
}
