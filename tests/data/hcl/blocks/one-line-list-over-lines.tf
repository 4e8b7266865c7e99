locals { a = [
  1,
] }
