value = <<EOT
x $${
y %%{
EOT
