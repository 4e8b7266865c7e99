locals {
  value = {
    # first
    a = 1 # one
    /* second */ b = 2
    c = 3 // three
    /*
      nothing here
    */
  }
}
