value = chomp(<<EOT
text
EOT
)
