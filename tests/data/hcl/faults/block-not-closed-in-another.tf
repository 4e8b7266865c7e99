p {
  q {
    a = 1
}
