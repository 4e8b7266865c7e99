my-block "my-label" {
  my-argument = 1
}
