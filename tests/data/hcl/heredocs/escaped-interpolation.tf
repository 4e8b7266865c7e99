value = <<EOT
$${not} %%{not}
EOT
