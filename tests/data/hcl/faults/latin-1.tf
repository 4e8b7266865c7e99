a = "Grφίe"
