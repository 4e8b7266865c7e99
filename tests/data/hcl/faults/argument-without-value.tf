a = 
b = 1
