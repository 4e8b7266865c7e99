locals {
  value = "👨‍👩‍👧‍👦 family"
}
