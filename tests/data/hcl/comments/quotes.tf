# "unclosed
/* "unclosed */ a = 1
