value = <<EOT
%{ if var.a ~}
yes
%{ else ~}
no
%{ endif ~}
EOT
