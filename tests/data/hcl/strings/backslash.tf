locals {
  value = "C:\\Users\\agent"
}
