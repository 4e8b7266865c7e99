a = b ? : c
