locals {
  value = trimspace(<<EOT
  text
EOT
  )
}
