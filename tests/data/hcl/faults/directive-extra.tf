a = "%{ if b }c%{ endif x }"
