locals {
  value = "${~ "x" ~}"
}
