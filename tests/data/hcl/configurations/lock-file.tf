# This file is maintained automatically by "terraform init".
# Manual edits may be lost in future updates.

provider "registry.terraform.io/microsoft/azuredevops" {
  version     = "1.11.2"
  constraints = "~> 1.11"
  hashes = [
    "h1:abc=",
    "zh:def",
  ]
}
