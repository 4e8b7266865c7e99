a = 1	# one
bcd = 2	# two
