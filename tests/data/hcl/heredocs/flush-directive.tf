value = <<-EOT
    %{ if var.a }
    yes
    %{ endif }
  EOT
