value = <<END-OF-TEXT
x
END-OF-TEXT
