locals {
  value = timestamp(
  )
}
