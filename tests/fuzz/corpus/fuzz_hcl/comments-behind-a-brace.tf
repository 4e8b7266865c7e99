terraform { # inside
  required_version = ">= 1.5" # why
} # end
