# {
# }
terraform {
  # }
}
