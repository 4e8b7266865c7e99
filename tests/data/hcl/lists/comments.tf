locals {
  value = [
    # first
    "a", # one
    /* second */ "b",
    // third
  ]
}
