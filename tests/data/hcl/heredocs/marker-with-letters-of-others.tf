value = <<ENDÉ
x
ENDÉ
