value = <<EOT
# no comment
// neither
/* nor this */
EOT
