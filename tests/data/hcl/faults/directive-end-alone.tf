a = "b%{ endif }"
