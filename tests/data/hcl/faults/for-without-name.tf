a = [for in y : z]
