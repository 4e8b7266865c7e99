value = <<EOT
$ % $$ %% $5 100%
$
%
EOT
