locals {
  value = [
    <<EOT
text
EOT
    ,
    "x",
  ]
}
