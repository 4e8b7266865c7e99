value = <<-EOT
    one
      two
    three
  EOT
