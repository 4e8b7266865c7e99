p {
  a = 1
