a = "C:\Users"
