a = "%{ while b }"
