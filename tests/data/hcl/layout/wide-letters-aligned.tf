größe = 1
name  = "中文" # x
abc   = 1    # y
