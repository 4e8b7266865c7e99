# Grφίe
a = 1
