a = 1
bcd = 2
efghi = 3
