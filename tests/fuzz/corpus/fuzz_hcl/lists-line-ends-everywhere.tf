locals {
  value = [

    1
    ,

    2

  ]
}
