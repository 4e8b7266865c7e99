terraform {
  # inside
}
