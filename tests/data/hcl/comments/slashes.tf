// a comment
a = 1
