a = 1
# here
bcd = 2
