value = join("", [chomp(<<A
a
A
), chomp(<<B
b
B
)])
