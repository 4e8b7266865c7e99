locals {
  value = "${<<EOT
text
EOT
  }"
}
